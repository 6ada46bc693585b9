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
  const names = ["", "source", "destination", "then → now", "size", "why"];
  const sorted = images
    .filter((image) => !isUnchanged(image))
    .map((image) => ({ image, mark: markOf(image) }))
    .sort((a, b) => URGENCY.indexOf(a.mark) - URGENCY.indexOf(b.mark));
  return {
    head: tableHead(names),
    rows: sorted.map(({ image, mark }) =>
      row([
        mark,
        code(image.source),
        code(image.destination),
        changeOf(image),
        image.bytes > 0 ? formatBytes(image.bytes) : "–",
        whyOf(image),
      ]),
    ),
    more: (missing) => row(["", `… and ${missing} more`, "", "", "", ""]),
  };
}

/**
 * The full digests and the platforms of what is new at the destination, folded. `seen` are the destinations that we looked at
 * ourselves; undefined: nobody looked.
 */
export function digestFold(images: readonly ImageReport[], seen: Seen): LongPart {
  const fresh = images.filter(({ result }) => result === "done");
  return fold(`${count(fresh.length, "image")} brought, by digest`, {
    head: tableHead(["destination", "platforms", ...sightHead(seen)]),
    rows: fresh.map(({ destination, digest, platforms }) =>
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

function isUnchanged({ action, result }: ImageReport): boolean {
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
