import type { IncomingHttpHeaders } from "node:http";
import { refusal } from "../refusal.ts";

/**
 * Checks a `Content-Range: <start>-<end>` of an upload, where there is one: it continues at `offset`, has the
 * length of the body, and at most `limit` bytes. Throws 416. OCI distribution-spec, "Pushing a blob in
 * chunks".
 */
export function requireContentRange(headers: IncomingHttpHeaders, offset: number, limit: number): void {
  const range = headers["content-range"];
  if (range === undefined) return;
  const match = /^(?:bytes )?(\d+)-(\d+)(?:\/\S+)?$/.exec(range);
  const start = Number(match?.[1] ?? Number.NaN);
  const length = Number(match?.[2] ?? Number.NaN) + 1 - start;
  const told = headers["content-length"];
  if (start !== offset || length > limit || (told !== undefined && Number(told) !== length)) {
    throw refusal("RANGE_INVALID", { detail: { range, offset } });
  }
}
