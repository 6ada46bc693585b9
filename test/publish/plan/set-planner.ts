import { dockerHubManners } from "../../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { createSharedLooks } from "../../../src/publish/looks/shared-looks.ts";
import { createPlanner } from "../../../src/publish/plan/create-planner.ts";
import type { Planned, PlanOrder } from "../../../src/publish/plan/planner.ts";
import { instantClock } from "../../scenarios/instant-clock.ts";
import { type SmallLedger, smallLedger } from "../small-ledger.ts";
import { type SmallSurveys, smallSurveys } from "./small-surveys.ts";

/** A Docker Hub, another source, a GHCR, and a planner that sees them. */
export interface PlannerAtWork extends AsyncDisposable {
  readonly hub: SandboxRegistry;
  /** `quay.io` in configs: it bills nothing. */
  readonly quay: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly surveys: SmallSurveys;
  readonly ledger: SmallLedger;
  /** Plans what the lines under `mirrors:` say, below the owner `acme`. */
  plan(mirrors: string, order?: Partial<PlanOrder>): Promise<Planned>;
  /** What was asked since the last time that this was called: how many `METHOD kind`. Left out is what tokens cost. */
  asked(): Readonly<Record<"hub" | "quay" | "ghcr", Readonly<Record<string, number>>>>;
}

/** `limit` is how many pulls Docker Hub allows, `reserve` how many are kept back, `longest` how many milliseconds a plan may take. */
export async function setPlanner(limit = 100, longest?: number, reserve = 0): Promise<PlannerAtWork> {
  const hub = await startRegistry({ manners: dockerHubManners({ limit }) });
  const quay = await startRegistry();
  const ghcr = await startRegistry({ manners: ghcrManners() });
  const surveys = smallSurveys();
  const clock = instantClock();
  const ledger = smallLedger(reserve);
  const planner = createPlanner({
    registry: "ghcr.io",
    endpoints: new Map([
      ["docker.io", new URL(hub.url)],
      ["quay.io", new URL(quay.url)],
      ["ghcr.io", new URL(ghcr.url)],
    ]),
    // Token services and storage are on other ports.
    allowedHosts: ["127.0.0.1"],
    concurrency: 8,
    clock,
    surveys,
    ledger,
    looks: createSharedLooks({ clock }),
    sightings: { see: async (seen) => new Map(seen.map(({ source }) => [source, new Date(clock.now())])) },
    reserve,
    heard: new Map(),
    ...(longest !== undefined && { longest }),
  });
  return {
    hub,
    quay,
    ghcr,
    surveys,
    ledger,
    plan: (mirrors, order = {}) =>
      planner.plan({
        config: configOf(mirrors),
        owner: "acme",
        only: [],
        remembered: new Map(),
        first: [],
        signal: new AbortController().signal,
        ...order,
      }),
    asked: () => ({ hub: count(hub), quay: count(quay), ghcr: count(ghcr) }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hub, quay, ghcr].map((registry) => registry.close()));
    },
  };
}

function count(registry: SandboxRegistry): Readonly<Record<string, number>> {
  const counts = Map.groupBy(
    registry.requests.filter(({ kind, status }) => kind !== "token" && status !== 401),
    ({ method, kind }) => `${method} ${kind}`,
  );
  registry.resetRequests();
  return Object.fromEntries([...counts].map(([what, requests]) => [what, requests.length]));
}

function configOf(mirrors: string) {
  const { config, problems } = parseConfig(`version: 1\nmirrors:\n${mirrors}\n`);
  if (!config) throw new Error(problems.map(({ message }) => message).join("; "));
  return config;
}
