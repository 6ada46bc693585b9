import type { PullLedger, Sightings } from "../jobs/keeping-state.ts";
import type { Clock } from "../oci/clock.ts";
import type { PullLimit } from "../oci/registry/pull-limit.ts";
import type { MirrorOptions } from "../reconcile/mirror.ts";
import type { Registries } from "../reconcile/registries.ts";
import type { SharedLooks } from "./looks/shared-looks.ts";
import type { PublishOrder } from "./publisher.ts";
import { LedgerGate } from "./pulls/ledger-gate.ts";
import { SightingsQuarantine } from "./sightings-quarantine.ts";

/** What all runs share. */
export interface SharedParts {
  readonly ledger: PullLedger;
  readonly sightings: Sightings;
  readonly looks: SharedLooks;
  /** Pulls that the ledger keeps back. */
  readonly reserve: number;
  /** What registries have said of their limits to this process. */
  readonly heard: Map<string, PullLimit>;
  readonly clock: Clock;
}

/** What the engine goes by in one order: what is known from before, and what it shares with other runs. */
export function runPorts(
  { ledger, sightings, looks, reserve, heard, clock }: SharedParts,
  { history, lookAge, urgency, configRepository }: PublishOrder,
  registries: Registries,
): Pick<MirrorOptions, "history" | "looks" | "quarantine" | "pulls"> {
  return {
    history,
    looks: looks.of(registries, lookAge),
    quarantine: new SightingsQuarantine(sightings),
    pulls: new LedgerGate({ ledger, reserve, heard, repository: configRepository.id, urgency, clock }),
  };
}
