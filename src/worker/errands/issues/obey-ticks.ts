import type { PolicyLayer } from "../../../config/policy/policy.ts";
import { heldRole } from "../../../github/commands/authorize.ts";
import type { Command } from "../../../github/commands/command.ts";
import { roleFor } from "../../../github/commands/role-for.ts";
import { isRefusal } from "../../../github/github-error.ts";
import { BUDGET, fitParts } from "../../../github/report/render/fit-parts.ts";
import { isAtLeast, type Role } from "../../../github/threads.ts";
import type { Box, TickErrand } from "../../../jobs/errand.ts";
import type { Asker, ReconcileRequest } from "../../../jobs/request.ts";
import type { WorkerParts } from "../../parts.ts";
import { readLayers } from "../../read-layers.ts";
import type { obeyCommand } from "../commands/obey-command.ts";
import type { Outcome } from "../commands/outcome.ts";
import { commentOnce } from "../comment-once.ts";

/** A marker stands above what GitHub takes. */
const REPLY_BUDGET = BUDGET - 200;

const COMMANDS: Readonly<Record<Box, Command>> = {
  sync: { name: "sync", images: [], sha: undefined },
  retry: { name: "retry" },
  plan: { name: "plan", images: [] },
  verify: { name: "verify", images: [] },
};

/** Ticks of one person, in an errand with an id, and what obeys commands. */
export interface Ticks {
  readonly errand: TickErrand;
  readonly id: string;
  readonly boxes: ReadonlySet<Box>;
  readonly obey: typeof obeyCommand;
}

/**
 * Does what somebody ticked who may use the commands now, by GitHub and by the policies; where nobody can tell, nothing is done. What they answer
 * becomes one comment. May be done again from the beginning: runs that are on their way already are not asked for once more.
 */
export async function obeyTicks(
  parts: WorkerParts,
  { errand, id, boxes, obey }: Ticks,
  signal: AbortSignal,
): Promise<void> {
  const { installation, repository, author, issue } = errand;
  const github = parts.github.installation(installation);
  const place = { installation, repository };
  const rights = {
    role: await heldRole(github, repository, author, signal),
    layers: await layersOf(parts, place, signal),
  };
  const asked = {
    parts,
    place,
    github,
    login: author,
    thread: issue,
    comment: null,
    pull: undefined,
    signal,
  };
  const outcomes: Outcome[] = [];
  for (const box of boxes) {
    if (!mayUse(box, rights)) continue;
    outcomes.push(
      await tolerate(
        () => obey(COMMANDS[box], asked, { ...rights, layers: rights.layers ?? [], broken: undefined }),
        NOTHING,
      ),
    );
  }
  const text = fitParts(
    outcomes.flatMap(({ answer = [] }) => answer),
    REPLY_BUDGET,
  );
  const said = { app: parts.appId, name: `tick:${id}`, text };
  if (text) await tolerate(() => commentOnce(github.threads, repository, issue, said, signal), undefined);
  const errands = outcomes.flatMap((outcome) => outcome.errands ?? []);
  if (errands.length > 0) await parts.state.intake.send(errands);
  const requests = await notOnTheirWay(
    parts,
    outcomes.flatMap((outcome) => outcome.requests ?? []),
  );
  if (requests.length > 0) await parts.state.intake.request(requests);

  /** GitHub says no. */
  async function tolerate<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      parts.log.warn({ err: error }, "GitHub does not let us do what was ticked");
      return otherwise;
    }
  }
}

const NOTHING: Outcome = { kind: "done" };

function mayUse(
  box: Box,
  { role, layers }: { role: Role; layers: readonly PolicyLayer[] | undefined },
): boolean {
  return layers !== undefined && isAtLeast(role, roleFor(box, layers));
}

/** Undefined: nobody can tell what the policies say. */
async function layersOf(
  parts: WorkerParts,
  place: Parameters<typeof readLayers>[1],
  signal: AbortSignal,
): Promise<readonly PolicyLayer[] | undefined> {
  try {
    const found = await readLayers(parts, place, signal);
    return found.broken ? undefined : found.layers;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Without those that the same person has asked for in the same way, and that have not ended. */
async function notOnTheirWay(
  { state }: WorkerParts,
  requests: readonly ReconcileRequest[],
): Promise<readonly ReconcileRequest[]> {
  const [first] = requests;
  const open = first ? await state.runs.open(first.repository.id) : [];
  return requests.filter(({ asker }) => !open.some(({ asker: other }) => isSame(asker, other)));
}

/** Field by field: the database keeps them in an order of its own. */
function isSame(one: Asker | null | undefined, other: Asker | null | undefined): boolean {
  if (!one || !other) return false;
  return (["login", "command", "thread", "comment"] as const).every((field) => one[field] === other[field]);
}
