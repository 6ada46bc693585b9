import { type Digest, shortDigest } from "../../../oci/digest.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import { count } from "../../../text/count.ts";
import { formatBytes } from "../../../text/format-bytes.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, excerpt, prose, row, tableHead, time } from "./markdown.ts";

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

/** A row for each image that changed or should have, or is to, what needs a person first; none for what waits for pulls. */
export function changeRows(images: readonly ImageReport[]): readonly string[] {
  return images
    .filter((image) => !isUnchanged(image) && image.result !== "deferred")
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
    rows: images.map((image) =>
      row([
        code(withDigest(image.destination, image.digest)),
        image.platforms.map(code).join(", "),
        ...sightOf(image, seen),
      ]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

/** The images that wait for pulls, what each destination holds until then, and when each goes on, folded. */
export function waitingFold(images: readonly ImageReport[]): LongPart {
  const waiting = images.filter(({ result }) => result === "deferred");
  return fold(`${count(waiting.length, "image")} waiting for pulls`, {
    head: tableHead(["source", "destination", "now", "goes on"]),
    rows: waiting.map(({ source, destination, previousDigest, until }) =>
      row([
        code(source),
        code(destination),
        short(previousDigest),
        until === undefined ? "–" : time(Date.parse(until)),
      ]),
    ),
    more: (missing) => row([`… and ${missing} more`, "", "", ""]),
  });
}

/** The images that are as they were, folded, but for those that have a list of their own. `seen` as above. */
export function unchangedFold(images: readonly ImageReport[], seen: Seen): LongPart {
  const unchanged = images.filter((image) => isUnchanged(image) && !image.isVanished && !image.isDrifted);
  return fold(`${unchanged.length} up to date`, {
    head: tableHead(["source", "destination", ...sightHead(seen)]),
    rows: unchanged.map((image) =>
      row([code(image.source), code(withDigest(image.destination, image.digest)), ...sightOf(image, seen)]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

type Seen = ReadonlySet<string> | undefined;

function sightHead(seen: Seen): string[] {
  return seen ? ["seen"] : [];
}

function sightOf({ destination, isBelieved }: ImageReport, seen: Seen): string[] {
  if (!seen) return [];
  return [seen.has(destination) ? "✓" : isBelieved ? "not long ago" : "as reported"];
}

const URGENCY = ["✗", "!", "-", "~", "+", "…", "="];

function markOf({ action, result, error }: ImageReport): string {
  if (error?.code === "CANCELED") return "-";
  if (result === "failed") return "✗";
  return { copy: "+", update: "~", blocked: "!", "up-to-date": "=", wait: "…" }[action];
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
