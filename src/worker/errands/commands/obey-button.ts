import { heldRole } from "../../../github/commands/authorize.ts";
import { roleFor } from "../../../github/commands/role-for.ts";
import { PLAN_CHECK_NAME, PROPOSAL_CHECK_NAME } from "../../../github/report/check-name.ts";
import { isAtLeast } from "../../../github/threads.ts";
import type { ButtonErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import { once } from "../../../oci/once.ts";
import type { WorkerParts } from "../../parts.ts";
import { readLayers } from "../../read-layers.ts";
import { retryScope } from "../issues/retry-scope.ts";
import { type Asked, askerOf } from "./asked.ts";
import type { Outcome } from "./outcome.ts";
import { syncImages } from "./sync-images.ts";

/**
 * Does what a button on a check run of ours means. Who pressed it is authorised like somebody who comments; there is nowhere to answer, so
 * that what may not or cannot be done is not done.
 */
export async function obeyButton(
  parts: WorkerParts,
  errand: ButtonErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  const { installation, repository, author, button } = errand;
  const github = parts.github.installation(installation);
  const place = { installation, repository };
  const number = await pullOf(parts, errand);
  const now = once(async () =>
    number === undefined ? undefined : await github.pulls.pull(repository, number, signal),
  );
  const pull = number === undefined ? undefined : { number, head: errand.head, now };
  const asked = { parts, place, github, login: author, thread: number ?? 0, comment: null, pull, signal };
  const [role, found] = await Promise.all([
    heldRole(github, repository, author, signal),
    readLayers(parts, place, signal),
  ]);
  if (found.broken || !isAtLeast(role, roleFor(button, found.layers))) return refuse("may not use it");
  if (button === "plan" && (await now())?.isFork !== false && !isAtLeast(role, "write"))
    return refuse("may not use it");
  const outcome = await press(asked, errand);
  if (!outcome || outcome.kind === "unclear") return refuse("it cannot be done");
  const { errands = [], requests = [] } = outcome;
  if (errands.length > 0) await parts.state.intake.send(errands);
  if (requests.length > 0) await parts.state.intake.request(requests);

  function refuse(why: string): void {
    parts.log.info({ errand: id, button, login: author, why }, "a button was pressed in vain");
  }
}

/** Undefined: it means nothing (any longer). */
async function press(asked: Asked, errand: ButtonErrand): Promise<Outcome | undefined> {
  const { place, pull } = asked;
  switch (errand.button) {
    case "plan":
      return (
        pull && { kind: "done", errands: [{ kind: "plan", ...place, pull: pull.number, isFresh: true }] }
      );
    case "sync":
      return pull && (await syncImages(asked, { images: [], sha: errand.head }));
    case "retry":
      return await retryRun(asked, errand);
  }
}

/** Tries again what failed in one run: of the same pull request at the same commit, or of the default branch as it is now. */
async function retryRun(asked: Asked, { externalId }: ButtonErrand): Promise<Outcome | undefined> {
  const { parts, place, github, signal } = asked;
  const run = isUuid(externalId) ? await parts.state.runs.find(externalId) : undefined;
  if (!run || run.repository.id !== place.repository.id) return undefined;
  const scope = retryScope([run]);
  if (!scope) return undefined;
  if (run.pull !== null) {
    const now = await github.pulls.pull(place.repository, run.pull, signal);
    if (!now?.isOpen || now.head !== run.commit) return undefined;
  }
  const commit = run.pull === null ? null : run.commit;
  const asker = askerOf(asked, "retry");
  const request = { ...place, commit, reason: "command", scope, pull: run.pull, asker } as const;
  return { kind: "begun", requests: [request] };
}

/** The pull request that a plan is of (`plan:<pull>:<id>`), or a run that somebody asked for there (its id). */
async function pullOf(
  { state }: WorkerParts,
  { check, externalId, repository }: ButtonErrand,
): Promise<number | undefined> {
  if (check === PROPOSAL_CHECK_NAME) {
    const run = isUuid(externalId) ? await state.runs.find(externalId) : undefined;
    return run?.repository.id === repository.id ? (run.pull ?? undefined) : undefined;
  }
  const [, number] = /^plan:([1-9]\d{0,9}):/.exec(externalId) ?? [];
  return check === PLAN_CHECK_NAME && number !== undefined ? Number(number) : undefined;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}
