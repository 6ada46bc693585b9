import { type Errand, keyOfErrand, nameOfErrand } from "./errand.ts";
import { inPortions } from "./in-portions.ts";
import type { JobStore } from "./job-store.ts";
import { headOfPull } from "./pull-heads.ts";
import { sortedIds } from "./sorted-ids.ts";
import type { Db } from "./tables.ts";
import { toJsonb } from "./to-jsonb.ts";

/** Stores errands, each with its job, within a transaction; but for those of whose name one waits already. */
export async function storeErrands(
  transaction: Db,
  jobs: JobStore,
  errands: readonly Errand[],
  now: Date,
): Promise<void> {
  for (const portion of inPortions(errands)) {
    const ids = sortedIds(portion.length);
    const rows = [];
    for (const [index, errand] of portion.entries()) {
      const whole = await withHead(transaction, errand);
      rows.push({ id: ids[index] ?? "", ...toRow(whole), created_at: now });
    }
    const stored = await transaction
      .insertInto("errands")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .execute();
    const isNew = new Set(stored.map(({ id }) => id));
    const tasks = rows.filter(({ id }) => isNew.has(id)).map(({ id, key }) => ({ subject: id, key }));
    await jobs.add(transaction, "errand", tasks);
  }
}

/** What a comment on a pull request asks for, it asks for the head that was there when it came. */
async function withHead(transaction: Db, errand: Errand): Promise<Errand> {
  if (errand.kind !== "command" || !errand.isPull || errand.head !== null) return errand;
  return { ...errand, head: await headOfPull(transaction, errand.repository.id, errand.thread) };
}

function toRow(errand: Errand) {
  const place = errand.kind === "package" ? undefined : errand;
  return {
    key: keyOfErrand(errand),
    name: nameOfErrand(errand),
    repository: place?.repository.id ?? null,
    installation: place?.installation ?? null,
    errand: toJsonb(errand),
  };
}
