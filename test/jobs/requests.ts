import type { Delivery, Intent } from "../../src/jobs/intent.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { ReconcileRequest } from "../../src/jobs/request.ts";
import type { JobHandlers } from "../../src/jobs/state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import type { CarriedOut } from "../../src/publish/carried-out.ts";

/** A push to the repository of an id. */
export function push(repository: number, commit: string | null = "a1", installation = 1): ReconcileRequest {
  return {
    installation,
    repository: { id: repository, owner: "acme", name: `repository-${repository}` },
    commit,
    reason: "push",
    scope: [],
  };
}

/** The intent to reconcile what is requested. */
export const intent = (request: ReconcileRequest): Intent => ({ kind: "reconcile", request });

/** A delivery of a push. */
export const delivery = (id: string): Delivery => ({ id, event: "push" });

/** Handlers that do nothing, but for those given. */
export function handlers(given: Partial<JobHandlers> = {}): JobHandlers {
  const nothing = async () => {};
  return {
    announce: nothing,
    reconcile: nothing,
    errand: nothing,
    giveUp: nothing,
    giveUpErrand: nothing,
    sweep: nothing,
    ...given,
  };
}

/** Stores pushes, and resolves with the ids of their runs. */
export async function requested(
  state: OpenState,
  db: Db,
  ...requests: readonly ReconcileRequest[]
): Promise<readonly string[]> {
  const before = await db.selectFrom("runs").select("id").execute();
  for (const request of requests) await state.intake.request([request]);
  const rows = await db.selectFrom("runs").select("id").orderBy("position").execute();
  return rows.slice(before.length).map(({ id }) => id);
}

/** Of a run that copied one image. */
export const PUBLISHED: CarriedOut = {
  report: {
    summary: {
      copied: 1,
      updated: 0,
      upToDate: 0,
      blocked: 0,
      failed: 0,
      bytes: 5_000_000_000,
      mountedBytes: 0,
      seconds: 2.5,
      pulls: { "docker.io": 1 },
    },
    unmatched: [],
    pullLimits: [],
    images: [],
  },
  carrier: { kind: "app" },
  seen: [],
  notices: [],
};
