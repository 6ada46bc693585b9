import type {
  CommandErrand,
  Errand,
  PackageErrand,
  Place,
  PlanErrand,
  UpkeepErrand,
} from "../../src/jobs/errand.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { push } from "./requests.ts";

/** Where the pushes of an id come from. */
export function place(repository: number, installation = 1): Place {
  return { installation, repository: push(repository).repository };
}

/** To plan pull request 3. */
export function plan(repository: number, isFresh = false): PlanErrand {
  return { kind: "plan", ...place(repository), pull: 3, isFresh };
}

/** A comment on pull request 3. */
export function command(repository: number, text: string, given: Partial<CommandErrand> = {}): CommandErrand {
  const said = { thread: 3, isPull: true, comment: 7, author: "kim", text, head: null };
  return { kind: "command", ...place(repository), ...said, ...given };
}

/** To look after issues. */
export function upkeep(repository: number, installation = 1): UpkeepErrand {
  return { kind: "upkeep", ...place(repository, installation) };
}

/** A tag of `ghcr.io/acme/base` was published. */
export function published(tag: string): PackageErrand {
  return { kind: "package", package: "ghcr.io/acme/base", tag, digest: null };
}

/** Sends errands, and resolves with the ids of those that were stored. */
export async function sent(
  state: OpenState,
  db: Db,
  ...errands: readonly Errand[]
): Promise<readonly string[]> {
  const before = await idsOf(db);
  await state.intake.send(errands);
  return (await idsOf(db)).filter((id) => !before.includes(id));
}

async function idsOf(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom("errands").select("id").orderBy("position").execute();
  return rows.map(({ id }) => id);
}

/** The errands that are stored, oldest first. */
export async function storedErrands(db: Db): Promise<readonly Errand[]> {
  const rows = await db.selectFrom("errands").select("errand").orderBy("position").execute();
  return rows.map(({ errand }) => errand);
}
