import type { Config, Entry, Search } from "../config/config.ts";
import { describeTagRule } from "../config/describe-tag-rule.ts";
import { formatReference, parseReference } from "../oci/reference.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { TagTable } from "../oci/tag-facts.ts";
import { blockCollisions } from "../plan/block-collisions.ts";
import { type Desired, desiredImages } from "../plan/desired.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import { findVanished, type Vanished } from "../plan/find-vanished.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";
import { needsTagList, type Selection, selectTags } from "../plan/select-tags.ts";
import { compileOnly, type Only } from "./compile-only.ts";
import type { Brought } from "./history.ts";
import { type Listing, listSource } from "./list-source.ts";
import type { SelectionReport } from "./report.ts";
import type { SourceLooks } from "./source-looks.ts";

/** The images that a config means now. */
export interface Selected {
  readonly images: readonly Desired[];
  /** What was brought, and what a search would find if the source had it still. */
  readonly vanished: readonly Vanished<Brought>[];
  /** Searches whose tags could not be listed: each stands for images that nobody knows, its pattern for their tag. */
  readonly unlisted: readonly Unlisted[];
  /** Entries of which `only`, or a source that gave no list, leaves open what they mean. */
  readonly undecided: ReadonlySet<Entry>;
  /** Searches that no tag matches, as `describeTagRule` writes them. */
  readonly unmatched: readonly { readonly entry: Entry; readonly pattern: string }[];
  /** Of the entries that search. */
  readonly selections: readonly SelectionReport[];
  /** What sources say of their tags, by repository, where they have a table of all. */
  readonly tables: ReadonlyMap<string, TagTable>;
}

/** A search whose tags could not be listed, and why. */
export interface Unlisted {
  readonly desired: Desired;
  readonly problem: PlanProblem;
}

/** What {@link select} needs to know of its surroundings. */
export interface SelectOptions {
  readonly place: Place;
  /** Globs on `source:tag`; empty: everything. */
  readonly only: readonly string[];
  /** Where an entry's tags are listed. */
  readonly sourceOf: (entry: Entry) => Repository;
  readonly looks: SourceLooks;
  /** What was brought before. */
  readonly brought: readonly Brought[];
  readonly signal: AbortSignal;
}

/**
 * Lists the tags of those sources where that is needed or spares requests, side by side, and applies rules, exclusions, `only` and
 * collisions. An entry that `only` leaves out counts where it could collide with one that it lets through.
 */
export async function select(config: Config, options: SelectOptions): Promise<Selected> {
  const { place } = options;
  const only = compileOnly(options.only);
  const mayBeMeant = ({ source }: Entry) => only.mayMean(source);
  const placeOf = (entry: Entry) => formatReference(destinationOf(entry, place));
  const places = new Set(config.entries.filter(mayBeMeant).map(placeOf));
  const relevant = config.entries.filter((entry) => places.has(placeOf(entry)));
  const brought = Map.groupBy(options.brought, ({ source }) => repositoryOf(source));
  const listings = await listSources(relevant, brought, only, options);
  const images: Desired[] = [];
  const vanished: Vanished<Brought>[] = [];
  const unlisted: Unlisted[] = [];
  const unmatched: Selected["unmatched"][number][] = [];
  const selections: SelectionReport[] = [];
  const undecided = new Set(config.entries);
  for (const entry of relevant) {
    const source = formatReference(entry.source);
    const { available, problem } = listings.get(source) ?? {};
    const selection = selectTags(entry, available);
    const desired = desiredImages(entry, selection.images, place);
    images.push(...desired);
    const isWhole = mayBeMeant(entry) && desired.every(({ source: one }) => only.means(one));
    if (isWhole && !(needsTagList(entry) && problem)) undecided.delete(entry);
    if (!needsTagList(entry) || !mayBeMeant(entry)) continue;
    if (available) {
      vanished.push(...findVanished(entry, place, available, brought.get(source) ?? []));
      unmatched.push(...selection.idle.map((rule) => ({ entry, pattern: describeTagRule(rule) })));
      selections.push(selectionReport(entry, available, selection));
    } else if (problem) {
      const patterns = new Set(selection.idle.map(standIn));
      const unknown = [...patterns].map((tag) => ({ tag }));
      unlisted.push(...desiredImages(entry, unknown, place).map((desired) => ({ desired, problem })));
    }
  }
  const tables = [...listings].flatMap(([source, { table }]) => (table ? [[source, table] as const] : []));
  return {
    images: blockCollisions(images).filter(({ source }) => only.means(source)),
    vanished: notNamed(vanished, images).filter(({ desired }) => only.means(desired.source)),
    unlisted,
    undecided,
    unmatched,
    selections,
    tables: new Map(tables),
  };
}

/** By source: entries that share one share its list, too. */
async function listSources(
  entries: readonly Entry[],
  brought: ReadonlyMap<string, readonly Brought[]>,
  only: Only,
  { sourceOf, looks, signal }: SelectOptions,
): Promise<ReadonlyMap<string, Listing>> {
  const bySource = Map.groupBy(entries, ({ source }) => formatReference(source));
  const listing = [...bySource].map(async ([name, sharing]): Promise<[string, Listing]> => {
    const [first] = sharing;
    const isSearched = sharing.some(needsTagList);
    const known = sharing.flatMap(({ source, selection }) =>
      selection.flatMap((rule) => (rule.kind === "exact" ? [{ ...source, tag: rule.tag }] : [])),
    );
    const exact = known.filter(only.means).map(formatReference);
    // What was brought from there is likely to be found again.
    const again = isSearched ? (brought.get(name) ?? []).map(({ source }) => source) : [];
    const tags = new Set([...exact, ...again.filter((source) => only.means(parseReference(source)))]).size;
    if (!first || (!isSearched && tags === 0)) return [name, {}];
    return [name, await listSource(sourceOf(first), { isSearched, tags }, looks, signal)];
  });
  return new Map(await Promise.all(listing));
}

/** What stands for the tags that a search would find, in a name that can be asked for again: a glob. */
function standIn(rule: Search): string {
  return rule.kind === "glob" ? rule.pattern : "*";
}

function selectionReport(entry: Entry, available: TagTable, { images, left }: Selection): SelectionReport {
  return {
    source: formatReference(entry.source),
    line: entry.position.line,
    available: available.size,
    selected: images.filter(({ tag }) => tag !== undefined && available.has(tag)).length,
    left,
  };
}

/** Those whose destination nothing else writes, each once. */
function notNamed(vanished: readonly Vanished<Brought>[], images: readonly Desired[]) {
  const named = new Set(vanished.length === 0 ? [] : images.map(nameOf));
  return vanished.filter(({ desired }) => {
    const name = nameOf(desired);
    const isFirst = !named.has(name);
    named.add(name);
    return isFirst;
  });
}

function nameOf({ destination }: Desired): string {
  return formatReference(destination);
}

function repositoryOf(reference: string): string {
  const { registry, repository } = parseReference(reference);
  return formatReference({ registry, repository });
}
