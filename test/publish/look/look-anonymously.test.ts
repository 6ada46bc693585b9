import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { lookAnonymously } from "../../../src/publish/look/look-anonymously.ts";
import { instantClock } from "../../scenarios/instant-clock.ts";

const IMAGE = generateImage({ seed: "seen" });
const OTHER = `sha256:${"0".repeat(64)}`;
const NEVER = new AbortController().signal;

/** A GHCR with a public package and a private one. */
async function setGhcr() {
  const ghcr = await startRegistry({ manners: ghcrManners() });
  for (const name of ["acme/open", "acme/closed"])
    for (const tag of ["1", "2"]) pushImage(ghcr.store, name, tag, IMAGE);
  ghcr.store.setVisibility("acme/open", "public");
  const endpoints = new Map([["ghcr.io", new URL(ghcr.url)]]);
  const look = lookAnonymously({ registry: "ghcr.io", endpoints, clock: instantClock() });
  return { ghcr, look, [Symbol.asyncDispose]: () => ghcr.close() };
}

describe("an anonymous look", () => {
  it("sees of each image what everybody sees", async () => {
    await using at = await setGhcr();
    const { digest } = IMAGE.root;
    const claims = [
      ["ghcr.io/acme/open:1", digest, "same"],
      [`ghcr.io/acme/open@${digest}`, digest, "same"],
      ["ghcr.io/acme/open:2", OTHER, "other"],
      ["ghcr.io/acme/open:3", digest, "other"],
      ["ghcr.io/acme/closed:1", digest, "hidden"],
      ["ghcr.io/acme/closed:2", digest, "hidden"],
      ["ghcr.io/acme/absent:1", digest, "hidden"],
    ] as const;
    const views = await at.look(
      claims.map(([destination, digest]) => ({ destination, digest })),
      NEVER,
    );
    expect([...views]).toEqual(claims.map(([destination, , view]) => [destination, view]));
    // All of a private package are.
    const asked = at.ghcr.requests.filter(({ scopes }) => scopes.some((scope) => scope.includes("closed")));
    expect(asked).toHaveLength(1);
    expect(at.ghcr.requests.filter(({ authorization }) => authorization?.startsWith("Basic"))).toEqual([]);
    expect(at.ghcr.requests.filter(({ method }) => !["HEAD", "GET"].includes(method))).toEqual([]);
  });

  it("asks no other registry, whatever is claimed", async () => {
    await using at = await setGhcr();
    const destinations = [
      "169.254.169.254/latest/meta-data:1",
      "docker.io/library/redis:7",
      "ghcr.io/acme/open",
      "?",
    ];
    const views = await at.look(
      destinations.map((destination) => ({ destination, digest: OTHER })),
      NEVER,
    );
    expect([...views.values()]).toEqual(destinations.map(() => "unknown"));
    expect(at.ghcr.requests).toEqual([]);
  });

  it("does not know where the registry is out of order, and goes on", async () => {
    await using at = await setGhcr();
    const when = { kind: "manifest", reference: "1" } as const;
    at.ghcr.faults.add({ when, act: status(503), times: Number.POSITIVE_INFINITY });
    const digest = IMAGE.root.digest;
    const views = await at.look(
      ["1", "2"].map((tag) => ({ destination: `ghcr.io/acme/open:${tag}`, digest })),
      NEVER,
    );
    expect([...views.values()]).toEqual(["unknown", "same"]);
  });

  it("ends with its signal", async () => {
    await using at = await setGhcr();
    const claims = [{ destination: "ghcr.io/acme/open:1", digest: OTHER }];
    await expect(at.look(claims, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
