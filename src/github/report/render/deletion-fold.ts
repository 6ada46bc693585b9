import { count } from "../../../text/count.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, prose, row, tableHead, time } from "./markdown.ts";

/** An image that a run has deleted. */
export interface ToldDeletion {
  readonly destination: string;
  /** What to restore. */
  readonly digest: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The last deletions of the audit trail, folded. GitHub restores what was deleted for 30 days. */
export function deletionFold(deletions: readonly ToldDeletion[]): LongPart {
  return fold(`${count(deletions.length, "image")} deleted, the last ones`, {
    head: tableHead(["deleted", "at", "why"]),
    rows: deletions.map(({ destination, digest, reason, at }) =>
      row([code(`${destination}@${digest}`), time(at), prose(reason)]),
    ),
    more: (missing) => row([`… and ${missing} more`, "", ""]),
  });
}
