import { type Selectable, sql } from "kysely";
import type { Clock } from "../oci/clock.ts";
import type { NotedLimit, PullAccount, PullLedger, Urgency } from "./keeping-state.ts";
import type { PullLimitsTable } from "./keeping-tables.ts";
import { type LimitWord, pullBalance } from "./pull-balance.ts";
import type { Db } from "./tables.ts";
import { ALLOTTED_FOR } from "./waiting-images.ts";

/** Milliseconds for which an account is told of. */
const KNOWN_FOR = 24 * 3600 * 1000;

/** Accounts that are told of: our own before those of jobs, which are as many as there are runners, and of these the newest. */
const MOST_ACCOUNTS = 300;

/** The least urgent wishes have all others before them. */
const LEAST_URGENT: Urgency = 2;

/** The pulls of a database. Whoever takes one holds the limit's row meanwhile, so that no two take the same. */
export function createPullLedger(db: Db, clock: Clock, reserve: number): PullLedger {
  return {
    async note({ registry, identity, limit, remaining, window, seenAt }) {
      const now = clock.now();
      await db
        .insertInto("pull_limits")
        .values({
          registry,
          identity,
          granted: limit,
          remaining,
          seconds: window,
          seen_at: new Date(Math.min(seenAt.getTime(), now)),
        })
        .onConflict((conflict) =>
          conflict
            .columns(["registry", "identity"])
            .doUpdateSet(({ ref }) => ({
              granted: ref("excluded.granted"),
              seconds: ref("excluded.seconds"),
              seen_at: ref("excluded.seen_at"),
              // Of two words of the same moment, the one that was said last is the smaller one.
              remaining: sql`case when pull_limits.seen_at = excluded.seen_at
                then least(pull_limits.remaining, excluded.remaining) else excluded.remaining end`,
            }))
            // One of the future is of a clock that was set back since.
            .where(({ eb, or, ref }) =>
              or([
                eb("pull_limits.seen_at", "<=", ref("excluded.seen_at")),
                eb("pull_limits.seen_at", ">", new Date(now)),
              ]),
            ),
        )
        .execute();
    },

    async take({ registry, identity, repository, urgency }) {
      return await db.transaction().execute(async (transaction) => {
        // There may be thousands, and one that a power cut takes is in the registry's next word.
        await sql`set local synchronous_commit = off`.execute(transaction);
        const row = await transaction
          .selectFrom("pull_limits")
          .selectAll()
          .where("registry", "=", registry)
          .where("identity", "=", identity)
          .forUpdate()
          .executeTakeFirst();
        const now = clock.now();
        if (row) {
          const { until } = await balanceOf(transaction, row, { repository, urgency, reserve }, now);
          if (until !== null) return { until: new Date(until) };
        }
        await transaction
          .insertInto("pulls")
          .values({ registry, identity, repository, taken_at: new Date(now) })
          .execute();
        return undefined;
      });
    },

    async accounts() {
      const now = clock.now();
      const rows = await db
        .selectFrom("pull_limits")
        .selectAll()
        .where("seen_at", ">=", new Date(now - KNOWN_FOR))
        .orderBy(sql`identity like '%@%'`)
        .orderBy("seen_at", "desc")
        .limit(MOST_ACCOUNTS)
        .execute();
      rows.sort((a, b) => compare(a.registry, b.registry) || compare(a.identity, b.identity));
      const asker = { repository: null, urgency: LEAST_URGENT, reserve };
      const accounts: PullAccount[] = [];
      for (const row of rows) {
        const { until, ...balance } = await balanceOf(db, row, asker, now);
        accounts.push({ ...readLimit(row, now), ...balance, until: until === null ? null : new Date(until) });
      }
      return accounts;
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

type Row = Selectable<PullLimitsTable>;

/** Who wants a pull. */
interface PullAsker {
  readonly repository: number | null;
  readonly urgency: Urgency;
  readonly reserve: number;
}

async function balanceOf(db: Db, row: Row, asker: PullAsker, now: number) {
  const word = wordOf(row);
  const pulls = await pullsOf(db, row, Math.min(word.seenAt, now) - word.window);
  if ([word.seenAt, ...pulls].some((time) => time > now)) await mendFuture(db, row, new Date(now));
  const allotted = await allottedToOthers(db, row, asker, now);
  return pullBalance(word, pulls, { reserve: asker.reserve, allotted }, now);
}

/** After the clock was set back, what is of a time that has not come yet would count as new for as long as it takes to come. */
async function mendFuture(db: Db, { registry, identity }: Row, now: Date): Promise<void> {
  await db
    .updateTable("pulls")
    .set({ taken_at: now })
    .where("registry", "=", registry)
    .where("identity", "=", identity)
    .where("taken_at", ">", now)
    .execute();
  await db
    .updateTable("pull_limits")
    .set({ seen_at: now })
    .where("registry", "=", registry)
    .where("identity", "=", identity)
    .where("seen_at", ">", now)
    .execute();
}

async function pullsOf(db: Db, { registry, identity }: Row, after: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("pulls")
    .select("taken_at")
    .where("registry", "=", registry)
    .where("identity", "=", identity)
    .where("taken_at", ">", new Date(after))
    .execute();
  return rows.map((row) => row.taken_at.getTime());
}

/** What other repositories were promised, for images that are as urgent or more, and have not taken yet. */
async function allottedToOthers(
  db: Db,
  { registry, identity }: Row,
  { repository, urgency }: PullAsker,
  now: number,
): Promise<number> {
  const { rows } = await sql<{ readonly allotted: number }>`
    select coalesce(sum(greatest(0, promise.pulls - (
      select count(*) from ghcr_mirror.pulls
      where pulls.registry = ${registry} and pulls.identity = ${identity}
        and pulls.repository = promise.repository and pulls.taken_at >= promise.since
    ))), 0)::integer as allotted
    from (
      select repository, sum(pulls) as pulls, min(allotted_at) as since from ghcr_mirror.waiting_images
      where registry = ${registry} and identity = ${identity}
        and urgency <= ${urgency} and repository is distinct from ${repository}::bigint
        and allotted_at > ${new Date(now - ALLOTTED_FOR)}::timestamptz
        and allotted_at <= ${new Date(now)}::timestamptz
      group by repository
    ) promise`.execute(db);
  return rows[0]?.allotted ?? 0;
}

function wordOf({ granted, remaining, seconds, seen_at }: Row): LimitWord {
  return { limit: granted, remaining, window: seconds * 1000, seenAt: seen_at.getTime() };
}

function readLimit(
  { registry, identity, granted, seconds, seen_at }: Row,
  now: number,
): Omit<NotedLimit, "remaining"> {
  return {
    registry,
    identity,
    limit: granted,
    window: seconds,
    seenAt: new Date(Math.min(seen_at.getTime(), now)),
  };
}
