import { CopyError, onSide } from "../copy/copy-error.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";
import { explain } from "./explain.ts";
import type { SourceLooks, TableWish } from "./source-looks.ts";
import { STOPPED } from "./stopped.ts";

/** What is known of a source's tags. */
export interface Listing {
  /** All of them, where all are known. */
  readonly available?: TagTable;
  /** The same, with what they point at. */
  readonly table?: TagTable;
  /** Why they are not known, though they were wanted. */
  readonly problem?: PlanProblem;
}

/** Lists the tags of a source as far as that is wanted: at best by a table, and else, where some are searched for, by name. */
export async function listSource(
  source: Repository,
  wish: TableWish,
  looks: SourceLooks,
  signal: AbortSignal,
): Promise<Listing> {
  try {
    // It only spares requests: without it, they are made.
    const table = await looks.table(source, wish, signal).catch(() => undefined);
    if (table) return { available: table, table };
    return wish.isSearched ? { available: await listNames(source, looks, signal) } : {};
  } catch (error) {
    return { problem: signal.aborted ? STOPPED : explain(error) };
  }
}

async function listNames(source: Repository, looks: SourceLooks, signal: AbortSignal): Promise<TagTable> {
  const name = source.toString();
  const tags = await onSide("source", "list the tags of", name, looks.list(source, signal));
  if (tags) return new Map(tags.map((tag) => [tag, {}]));
  throw new CopyError("source", "list the tags of", name, "NOT_FOUND", "there is no such repository");
}
