import type { Entry } from "../../config/config.ts";
import { isGlob } from "../../config/glob.ts";
import { formatReference, parseReference } from "../../oci/reference.ts";
import type { ImageReport } from "../../reconcile/report.ts";
import { NO_IMAGE } from "../../workflow/workflow-inputs.ts";
import type { DueOrder } from "../due-order.ts";
import type { PublishOrder, Removable } from "../publisher.ts";
import { stillRemovable } from "../still-removable.ts";
import type { Scouted } from "./scout.ts";

/** The images of an order after a look at them. */
export interface Sorted {
  /** Of which all is known that a workflow could find out. */
  readonly settled: readonly ImageReport[];
  /** That are to be brought, or that only a workflow may see. */
  readonly due: readonly ImageReport[];
  /** That have left, and are to be deleted. */
  readonly remove: readonly Removable[];
}

/** Sorts what was seen. */
export function sortScouted(
  { report, hidden }: Scouted,
  { removable }: Pick<PublishOrder, "removable">,
): Sorted {
  const { true: settled = [], false: due = [] } = Object.groupBy(report.images, (image) =>
    isSettled(image, hidden) ? "true" : "false",
  );
  return { settled, due, remove: stillRemovable(report, removable) };
}

/** What is left of an order: the images that are due, and nothing where none is. */
export function narrow(order: PublishOrder, { settled, due, remove }: Sorted): DueOrder {
  const cleared = pinsOf(due, order.config.entries);
  const rest = { ...order, removable: [], remove, cleared };
  if (due.length === 0) return { ...rest, only: [NO_IMAGE] };
  // A list may be too long to be told; and of what is cleared, no more than is told is brought.
  if (settled.length === 0 && cleared.length === 0) return rest;
  // All tags of a source would be more than was asked for.
  if (order.only.length > 0 && due.some(isUnlisted)) return rest;
  return { ...rest, only: [...new Set(due.map(({ source }) => source))] };
}

/**
 * Failures of a source that are about its images. All others depend on who asks, from where, and with how much patience: another account,
 * another address, another network may do better.
 */
const FINAL: ReadonlySet<string> = new Set([
  "MANIFEST_UNKNOWN",
  "NOT_FOUND",
  "TOO_LARGE",
  "UNSUPPORTED",
  "MALFORMED",
  "DIGEST_MISMATCH",
  "NO_SUCH_PLATFORM",
]);

function isSettled(
  { action, result, destination, error }: ImageReport,
  hidden: ReadonlySet<string>,
): boolean {
  if (action === "blocked") return true;
  if (error) return error.side === "source" && FINAL.has(error.code);
  if (action === "wait") return true;
  return action === "up-to-date" && result === "skipped" && !hidden.has(destination);
}

/** Pins of what was found old enough; only entries with `min-age` ask for them. */
function pinsOf(images: readonly ImageReport[], entries: readonly Entry[]): readonly string[] {
  const lines = new Set(entries.filter(({ minAge }) => minAge > 0).map(({ position }) => position.line));
  return images.flatMap((image) => {
    const { source, sourceDigest: digest, line, error } = image;
    if (line === undefined || !lines.has(line) || digest === null || error || isUnlisted(image)) return [];
    const reference = parseReference(source);
    return reference.tag === undefined ? [] : [formatReference({ ...reference, digest })];
  });
}

/** Whether it stands for the tags of a source that could not be listed: a glob does. */
export function isUnlisted({ source }: Pick<ImageReport, "source">): boolean {
  return isGlob(source);
}
