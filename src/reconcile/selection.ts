import type { Config, Entry } from "../config/config.ts";
import { CopyError, onSide } from "../copy/copy-error.ts";
import { formatReference } from "../oci/reference.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { listTags } from "../oci/registry/tags.ts";
import { blockCollisions } from "../plan/block-collisions.ts";
import { type Desired, desiredImages } from "../plan/desired.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import type { PlanProblem } from "../plan/plan-problem.ts";
import { needsTagList, selectTags } from "../plan/select-tags.ts";
import { compileOnly } from "./compile-only.ts";
import { explain } from "./explain.ts";
import { STOPPED } from "./stopped.ts";

/** The images that a config means now. */
export interface Selected {
  readonly images: readonly Desired[];
  /** Globs whose tags could not be listed: each stands for images that nobody knows, its pattern for their tag. */
  readonly unlisted: readonly Unlisted[];
  /** Globs that no tag matches. */
  readonly unmatched: readonly { readonly entry: Entry; readonly pattern: string }[];
}

/** A glob whose tags could not be listed, and why. */
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
  /** Told before the tags of an entry are listed. */
  readonly onListing: (entry: Entry) => void;
  readonly signal: AbortSignal;
}

/**
 * Lists the tags of those entries that need it, side by side, and applies rules, exclusions, `only` and collisions. An
 * entry that `only` leaves out counts where it could collide with one that it lets through.
 */
export async function select(config: Config, options: SelectOptions): Promise<Selected> {
  const { place } = options;
  const only = compileOnly(options.only);
  const mayBeMeant = ({ source }: Entry) => only.mayMean(source);
  const placeOf = (entry: Entry) => formatReference(destinationOf(entry, place));
  const places = new Set(config.entries.filter(mayBeMeant).map(placeOf));
  const relevant = config.entries.filter((entry) => places.has(placeOf(entry)));
  const listed = new Map<string, Promise<readonly string[]>>();
  const entries = await Promise.all(relevant.map((entry) => listEntry(entry, listed, options)));
  const images: Desired[] = [];
  const unlisted: Unlisted[] = [];
  const unmatched: Selected["unmatched"][number][] = [];
  for (const { entry, tags, problem } of entries) {
    const selection = selectTags(entry, tags);
    images.push(...desiredImages(entry, selection.images, place));
    if (!mayBeMeant(entry)) continue;
    for (const pattern of selection.idleGlobs) {
      if (!problem) unmatched.push({ entry, pattern });
      else
        unlisted.push(
          ...desiredImages(entry, [{ tag: pattern }], place).map((desired) => ({ desired, problem })),
        );
    }
  }
  return {
    images: blockCollisions(images).filter(({ source }) => only.means(source)),
    unlisted,
    unmatched,
  };
}

interface ListedEntry {
  readonly entry: Entry;
  readonly tags: readonly string[] | undefined;
  readonly problem?: PlanProblem;
}

/** Entries that share a source share its list, too. */
async function listEntry(
  entry: Entry,
  listed: Map<string, Promise<readonly string[]>>,
  { sourceOf, onListing, signal }: SelectOptions,
): Promise<ListedEntry> {
  if (!needsTagList(entry)) return { entry, tags: undefined };
  onListing(entry);
  const source = sourceOf(entry);
  const listing = listed.get(`${source}`) ?? listSource(source, signal);
  listed.set(`${source}`, listing);
  try {
    return { entry, tags: await listing };
  } catch (error) {
    return { entry, tags: [], problem: signal.aborted ? STOPPED : explain(error) };
  }
}

async function listSource(source: Repository, signal: AbortSignal): Promise<readonly string[]> {
  const name = source.toString();
  const tags = await onSide("source", "list the tags of", name, listTags(source, signal));
  if (tags) return tags;
  throw new CopyError("source", "list the tags of", name, "NOT_FOUND", "there is no such repository");
}
