import { type Digest, shortDigest } from "../../oci/digest.ts";
import type { ImageReport } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import { formatBytes } from "../../text/format-bytes.ts";
import { printable } from "../../text/printable.ts";
import type { Look } from "./style.ts";

/** One image as the table shows it, safe to print. */
export interface ImageRow {
  /** `+` copied · `~` updated · `!` blocked · `✗` failed · `…` waits · `=` left as it is · `-` left undone. */
  readonly mark: string;
  readonly look: Look;
  readonly source: string;
  readonly destination: string;
  /** `none → 4f2c1aa09b3d`; one digest alone where nothing changes. */
  readonly change: string;
  readonly size: string;
  readonly why: string;
}

/** Whether the image deserves a row: it changes, or it is not as the config wants it. */
export function isWorthShowing({ action, result, isDrifted }: ImageReport): boolean {
  return action !== "up-to-date" || result === "failed" || isDrifted === true;
}

/** The row of an image. */
export function imageRow(image: ImageReport): ImageRow {
  return {
    ...markOf(image),
    source: printable(image.source),
    destination: printable(image.destination),
    change: changeOf(image),
    size: image.bytes > 0 ? formatBytes(image.bytes) : "–",
    why: printable(whyOf(image)),
  };
}

function markOf(image: ImageReport): { mark: string; look: Look } {
  if (isLeftUndone(image)) return { mark: "-", look: "quiet" };
  if (image.result === "failed") return { mark: "✗", look: "bad" };
  if (image.result === "deferred") return { mark: "…", look: "change" };
  switch (image.action) {
    case "copy":
      return { mark: "+", look: "good" };
    case "update":
      return { mark: "~", look: "change" };
    case "blocked":
      return { mark: "!", look: "bad" };
    case "wait":
      return { mark: "…", look: "quiet" };
    case "up-to-date":
      return { mark: "=", look: "quiet" };
  }
}

/** What went wrong, and what waits for pulls, is told in full below the table. */
function whyOf(image: ImageReport): string {
  if (isLeftUndone(image)) return "stopped";
  if (image.error) return `${image.error.code} at the ${image.error.side}`;
  return image.result === "deferred" ? "waits for pulls" : image.reason;
}

function changeOf({ previousDigest, digest, action }: ImageReport): string {
  const changes = digest !== null && digest !== previousDigest && action !== "blocked";
  return changes ? `${short(previousDigest)} → ${short(digest)}` : short(previousDigest);
}

function short(digest: Digest | null): string {
  return digest === null ? "none" : printable(shortDigest(digest));
}
