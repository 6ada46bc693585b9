import { type Selectable, sql } from "kysely";
import type { Plan, Plans } from "./conversation-state.ts";
import { placeColumns, placeOf } from "./place-of.ts";
import type { Db, PlansTable } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Plans of one look. */
const MOST = 100;

/** The plans of a database; with its pull request closed, the intake forgets one. */
export function createPlans(db: Db): Plans {
  const plans = db.selectFrom("plans").selectAll();

  return {
    async of(repository, pull) {
      const row = await plans
        .where("repository", "=", repository)
        .where("pull", "=", pull)
        .executeTakeFirst();
      return row && readPlan(row);
    },

    async put(plan) {
      const row = toRow(plan);
      await db
        .insertInto("plans")
        .values(row)
        .onConflict((conflict) => conflict.columns(["repository", "pull"]).doUpdateSet(row))
        .execute();
    },

    async forget(repository, pull) {
      await db.deleteFrom("plans").where("repository", "=", repository).where("pull", "=", pull).execute();
    },

    async about(source) {
      const rows = await plans
        .where(sql<boolean>`sources @> ${JSON.stringify([source])}::jsonb`)
        .orderBy("computed_at")
        .limit(MOST)
        .execute();
      return rows.map(readPlan);
    },

    async ofRepository(repository) {
      const rows = await plans.where("repository", "=", repository).orderBy("pull").limit(MOST).execute();
      return rows.map(readPlan);
    },

    async before(moment) {
      const rows = await plans.where("computed_at", "<", moment).orderBy("computed_at").limit(MOST).execute();
      return rows.map(readPlan);
    },
  };
}

function toRow(plan: Plan) {
  return {
    ...placeColumns(plan.place),
    pull: plan.pull,
    head: plan.head,
    base: plan.base,
    base_branch: plan.baseBranch,
    check_run: plan.checkRun,
    said: plan.said,
    comment: plan.comment,
    sources: toJsonb(plan.sources),
    computed_at: plan.computedAt,
  };
}

function readPlan(row: Selectable<PlansTable>): Plan {
  return {
    place: placeOf(row),
    pull: row.pull,
    head: row.head,
    base: row.base,
    baseBranch: row.base_branch,
    checkRun: row.check_run,
    said: row.said,
    comment: row.comment,
    sources: row.sources,
    computedAt: row.computed_at,
  };
}
