import { type Digest, shortDigest } from "../../../oci/digest.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import { count } from "../../../text/count.ts";
import { formatBytes } from "../../../text/format-bytes.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, excerpt, prose, row, tableHead } from "./markdown.ts";

const LONGEST_REASON = 300;

/** The images that changed or should have, what needs a person first. */
export function changeTable(images: readonly ImageReport[]): LongPart {
  return tableOfChanges("then → now", changeRows(images));
}

/** A table of changes, of such rows. `change` is what the column of digests says. */
export function tableOfChanges(change: string, rows: readonly string[]): LongPart {
  return {
    head: tableHead(["", "source", "destination", change, "size", "why"]),
    rows,
    more: (missing) => row(["", `… and ${missing} more`, "", "", "", ""]),
  };
}

/** A row for each image that changed or should have, or is to, what needs a person first. */
export function changeRows(images: readonly ImageReport[]): readonly string[] {
  return images
    .filter((image) => !isUnchanged(image))
    .map((image) => ({ image, mark: markOf(image) }))
    .sort((a, b) => URGENCY.indexOf(a.mark) - URGENCY.indexOf(b.mark))
    .map(({ image, mark }) =>
      row([
        mark,
        code(image.source),
        code(image.destination),
        changeOf(image),
        image.bytes > 0 ? formatBytes(image.bytes) : "–",
        whyOf(image),
      ]),
    );
}

/**
 * The full digests and the platforms of what is new at the destination, folded. `seen` are the destinations that we looked at
 * ourselves; undefined: nobody looked.
 */
export function digestFold(images: readonly ImageReport[], seen: Seen): LongPart {
  const fresh = images.filter(({ result }) => result === "done");
  return digestsOf(fresh, `${count(fresh.length, "image")} brought, by digest`, seen);
}

/** The same of what a plan would bring. */
export function plannedFold(images: readonly ImageReport[]): LongPart {
  const planned = images.filter(({ result }) => result === "planned");
  return digestsOf(planned, `${count(planned.length, "image")} to bring, by digest`, undefined);
}

function digestsOf(images: readonly ImageReport[], summary: string, seen: Seen): LongPart {
  return fold(summary, {
    head: tableHead(["destination", "platforms", ...sightHead(seen)]),
    rows: images.map(({ destination, digest, platforms }) =>
      row([
        code(withDigest(destination, digest)),
        platforms.map(code).join(", "),
        ...sightOf(destination, seen),
      ]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

/** The images that are as they were, folded. `seen` as above. */
export function unchangedFold(images: readonly ImageReport[], seen: Seen): LongPart {
  const unchanged = images.filter(isUnchanged);
  return fold(`${unchanged.length} up to date`, {
    head: tableHead(["source", "destination", ...sightHead(seen)]),
    rows: unchanged.map(({ source, destination, digest }) =>
      row([code(source), code(withDigest(destination, digest)), ...sightOf(destination, seen)]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

type Seen = ReadonlySet<string> | undefined;

function sightHead(seen: Seen): string[] {
  return seen ? ["seen"] : [];
}

function sightOf(destination: string, seen: Seen): string[] {
  return seen ? [seen.has(destination) ? "✓" : "as reported"] : [];
}

const URGENCY = ["✗", "!", "-", "~", "+", "="];

function markOf({ action, result, error }: ImageReport): string {
  if (error?.code === "CANCELED") return "-";
  if (result === "failed") return "✗";
  return { copy: "+", update: "~", blocked: "!", "up-to-date": "=" }[action];
}

/** Whether the destination is as it was, and that is as wanted. */
export function isUnchanged({ action, result }: ImageReport): boolean {
  return action === "up-to-date" && result !== "failed";
}

/** What went wrong is told in full above the table. */
function whyOf(image: ImageReport): string {
  if (isLeftUndone(image)) return "stopped";
  if (image.error) return `${code(image.error.code)} at the ${image.error.side}`;
  return prose(excerpt(image.reason, LONGEST_REASON));
}

function changeOf({ previousDigest, digest, action }: ImageReport): string {
  const changes = digest !== null && digest !== previousDigest && action !== "blocked";
  return changes ? `${short(previousDigest)} → ${short(digest)}` : short(previousDigest);
}

function short(digest: Digest | null): string {
  return digest === null ? "none" : code(shortDigest(digest));
}

function withDigest(reference: string, digest: Digest | null): string {
  return digest === null || reference.includes("@") ? reference : `${reference}@${digest}`;
}
