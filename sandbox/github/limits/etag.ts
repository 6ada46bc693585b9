import { createHash } from "node:crypto";

/** A validator of a body: equal for equal bytes. */
export function etagOf(body: Buffer): string {
  return `W/"${createHash("sha256").update(body).digest("hex")}"`;
}

/** Whether `If-None-Match` names this validator. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch?.split(",").some((tag) => bare(tag) === bare(etag)) ?? false;
}
