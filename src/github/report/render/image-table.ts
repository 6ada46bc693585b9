import { type Digest, shortDigest } from "../../../oci/digest.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import { count } from "../../../text/count.ts";
import { formatBytes } from "../../../text/format-bytes.ts";
import type { LongPart } from "./fit-parts.ts";
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

/** The full digests and the platforms of what is new at the destination, folded. */
export function digestFold(images: readonly ImageReport[]): LongPart {
  const fresh = images.filter(({ result }) => result === "done");
  return fold(`${count(fresh.length, "image")} brought, by digest`, {
    head: tableHead(["destination", "platforms"]),
    rows: fresh.map(({ destination, digest, platforms }) =>
      row([code(withDigest(destination, digest)), platforms.map(code).join(", ")]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

/** The images that are as they were, folded. */
export function unchangedFold(images: readonly ImageReport[]): LongPart {
  const unchanged = images.filter(isUnchanged);
  return fold(`${unchanged.length} up to date`, {
    head: tableHead(["source", "destination"]),
    rows: unchanged.map(({ source, destination, digest }) =>
      row([code(source), code(withDigest(destination, digest))]),
    ),
    more: (missing) => row([`… and ${missing} more`, ""]),
  });
}

/** `summary` is HTML. GitHub reads Markdown between tags only after a blank line. */
function fold(summary: string, part: LongPart): LongPart {
  const head = `<details><summary>${summary}</summary>\n\n${part.head}`;
  return { ...part, head, foot: "\n</details>" };
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
