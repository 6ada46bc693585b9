import { type SandboxHubApi, startHubApi } from "../../../sandbox/hub-api/start-hub-api.ts";
import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import type { Sighting } from "../../../src/jobs/keeping-state.ts";
import { createScout, type Scouted } from "../../../src/publish/actions/scout.ts";
import { createSharedLooks } from "../../../src/publish/looks/shared-looks.ts";
import type { PublishOrder } from "../../../src/publish/publisher.ts";
import { type InstantClock, instantClock } from "../../scenarios/instant-clock.ts";
import { publishOrder } from "../publish-order.ts";
import { type SmallLedger, smallLedger } from "../small-ledger.ts";

/** A Docker Hub, a GHCR, and a scout that sees what everybody sees of them. */
export interface ScoutAtWork extends AsyncDisposable {
  readonly clock: InstantClock;
  readonly hub: SandboxRegistry;
  readonly api: SandboxHubApi;
  readonly ghcr: SandboxRegistry;
  readonly ledger: SmallLedger;
  /** What the quarantine was told of. */
  readonly seen: Sighting[];
  /** Why it could not look. */
  readonly failures: unknown[];
  /** Scouts what the lines under `mirrors:` say, below the owner `acme`. */
  scout(mirrors: string, order?: Partial<PublishOrder>): Promise<Scouted | undefined>;
  /** What was asked since the last time, how many `METHOD kind`. Left out is what tokens cost. */
  asked(): Readonly<Record<"hub" | "api" | "ghcr", Readonly<Record<string, number>>>>;
}

export async function setScout(manners: Partial<Manners> = {}): Promise<ScoutAtWork> {
  const clock = instantClock();
  const hub = await startRegistry({ manners: dockerHubManners(manners), now: clock.now });
  const api = await startHubApi({ store: hub.store, now: clock.now });
  const ghcr = await startRegistry({ manners: ghcrManners(), now: clock.now });
  const ledger = smallLedger();
  const seen: Sighting[] = [];
  const failures: unknown[] = [];
  const scout = createScout({
    registry: "ghcr.io",
    endpoints: new Map([
      ["docker.io", new URL(hub.url)],
      ["hub.docker.com", new URL(api.url)],
      ["ghcr.io", new URL(ghcr.url)],
    ]),
    // Token services and storage are on other ports.
    allowedHosts: ["127.0.0.1"],
    concurrency: 8,
    clock,
    ledger,
    sightings: {
      async see(sightings) {
        seen.push(...sightings);
        return new Map(sightings.map(({ source }) => [source, new Date(clock.now())]));
      },
    },
    looks: createSharedLooks({ clock }),
    reserve: 20,
    heard: new Map(),
    onScoutFailure: (error) => failures.push(error),
  });
  return {
    ...{ clock, hub, api, ghcr, ledger, seen, failures },
    scout: (mirrors, order) => scout(publishOrder(mirrors, order)),
    asked: () => ({ hub: count(hub), api: count(api), ghcr: count(ghcr) }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hub, api, ghcr].map((one) => one.close()));
    },
  };
}

function count(one: SandboxRegistry | SandboxHubApi): Readonly<Record<string, number>> {
  const requests = one.requests.filter(({ kind, status }) => kind !== "token" && status !== 401);
  const counts = Map.groupBy(requests, ({ method, kind }) => `${method} ${kind}`);
  one.resetRequests();
  return Object.fromEntries([...counts].map(([what, those]) => [what, those.length]));
}
