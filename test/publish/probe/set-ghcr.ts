import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import type { Repository } from "../../../src/oci/registry/repository.ts";
import { AppRegistries } from "../../../src/publish/app-registries.ts";
import { type InstantClock, instantClock } from "../../scenarios/instant-clock.ts";
import { type FakeTokenSource, fakeTokenSource } from "../fake-token-source.ts";

/** A GHCR on which `acme/there` exists, and destinations on it as the App sees them. */
export interface ProbedGhcr extends AsyncDisposable {
  readonly ghcr: SandboxRegistry;
  readonly github: FakeTokenSource;
  readonly clock: InstantClock;
  /** `acme/redis`. */
  destination(name: string): Repository;
}

/** With the tokens of an installation that may write packages of `acme`. */
export async function setGhcr(manners: Partial<Manners> = {}): Promise<ProbedGhcr> {
  const clock = instantClock();
  const github = fakeTokenSource(clock.now);
  const verify = (token: string) =>
    github.tokens.includes(token) ? ({ account: "acme", packages: "write" } as const) : undefined;
  const ghcr = await startRegistry({ manners: ghcrManners(manners), auth: { kind: "token", verify } });
  pushImage(ghcr.store, "acme/there", "1", generateImage({ seed: "there" }));
  const registries = new AppRegistries({
    github,
    registry: "ghcr.io",
    endpoints: new Map([["ghcr.io", new URL(ghcr.url)]]),
    allowedHosts: ["127.0.0.1"],
    concurrency: 2,
    clock,
  }).open({ installation: 7, repository: { id: 42, owner: "acme", name: "mirrors" } });
  return {
    ghcr,
    github,
    clock,
    destination: (name) => registries.get("ghcr.io").destination(name),
    async [Symbol.asyncDispose]() {
      await registries[Symbol.asyncDispose]();
      await ghcr.close();
    },
  };
}
