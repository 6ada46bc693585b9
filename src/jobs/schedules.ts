import type { Selectable } from "kysely";
import type { Clock } from "../oci/clock.ts";
import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import type { ScheduledLook, Schedules } from "./keeping-state.ts";
import type { SchedulesTable } from "./keeping-tables.ts";
import { notYetWaiting } from "./not-yet-waiting.ts";
import { placeOf } from "./place-of.ts";
import type { ReconcileRequest } from "./request.ts";
import { storeRequests } from "./store-requests.ts";
import type { Db } from "./tables.ts";
import { takeTurn } from "./take-turn.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Looks of one sweep; the next finds the rest. */
const MOST = 1000;

type Row = Selectable<SchedulesTable>;

/** The schedules of a database; `Runs.conclude` writes them. */
export function createSchedules(db: Db, jobs: JobStore, clock: Clock): Schedules {
  return {
    async of(repository) {
      const rows = await db
        .selectFrom("schedules")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("schedule")
        .execute();
      return rows.map(readLook);
    },

    async due() {
      const now = new Date(clock.now());
      const rows = await db
        .selectFrom("schedules")
        .selectAll()
        .where((look) => look.or([look("due_at", "<=", now), look("planned_at", ">", now)]))
        .orderBy("due_at")
        .orderBy("repository")
        .orderBy("schedule")
        .limit(MOST)
        .execute();
      return rows.map(readLook);
    },

    async fire(looks) {
      const now = new Date(clock.now());
      const nextAt = new Map(looks.map((each) => [keyOf(each.look), each.nextAt]));
      const repositories = [...new Set(looks.map(({ look }) => look.repository.id))];
      await jobs.transact(async (transaction) => {
        await takeTurn(transaction);
        const rows = await hold(transaction, repositories);
        const unchanged = rows.filter((row) => nextAt.has(keyOf(readLook(row))));
        const isDue = unchanged.filter(({ due_at }) => due_at <= now);
        await plan(
          transaction,
          unchanged.map((row) => [row, nextAt.get(keyOf(readLook(row))) ?? null]),
          now,
        );
        const requests = await notYetWaiting(transaction, requestsFor(isDue));
        await storeRequests(transaction, jobs, requests, now);
      });
    },
  };
}

/** One that is planned anew is another one. */
function keyOf({ repository, schedule, dueAt, plannedAt }: ScheduledLook): string {
  return JSON.stringify([repository.id, schedule, dueAt, plannedAt]);
}

/** The looks of repositories, which stay as they are while the transaction lasts. */
async function hold(transaction: Db, repositories: readonly number[]): Promise<readonly Row[]> {
  const held: Row[] = [];
  for (const portion of inPortions(repositories)) {
    const rows = await transaction
      .selectFrom("schedules")
      .selectAll()
      .where("repository", "in", portion)
      .orderBy("repository")
      .orderBy("schedule")
      .forUpdate()
      .execute();
    held.push(...rows);
  }
  return held;
}

async function plan(
  transaction: Db,
  looks: readonly (readonly [Row, Date | null])[],
  now: Date,
): Promise<void> {
  const lasting = looks.flatMap(([row, due_at]) =>
    due_at ? [{ ...row, scope: toJsonb(row.scope), due_at, planned_at: now }] : [],
  );
  for (const portion of inPortions(lasting)) {
    await transaction
      .insertInto("schedules")
      .values(portion)
      .onConflict((conflict) =>
        conflict.columns(["repository", "schedule"]).doUpdateSet(({ ref }) => ({
          due_at: ref("excluded.due_at"),
          planned_at: ref("excluded.planned_at"),
        })),
      )
      .execute();
  }
  for (const [{ repository, schedule }, nextAt] of looks) {
    if (nextAt) continue;
    await transaction
      .deleteFrom("schedules")
      .where("repository", "=", repository)
      .where("schedule", "=", schedule)
      .execute();
  }
}

/** One for each repository, for all that its looks mean. */
function requestsFor(rows: readonly Row[]): readonly ReconcileRequest[] {
  return [...Map.groupBy(rows, ({ repository }) => repository).values()].flatMap((group) => {
    const [row] = group;
    if (!row) return [];
    const scope = group.some(({ scope }) => scope.length === 0) ? [] : group.flatMap(({ scope }) => scope);
    return [{ ...placeOf(row), commit: null, reason: "schedule", scope: [...new Set(scope)] }];
  });
}

function readLook(row: Row): ScheduledLook {
  const { schedule, scope, due_at: dueAt, planned_at: plannedAt } = row;
  return { ...placeOf(row), schedule, scope, dueAt, plannedAt };
}
