import { isDigest, shortDigest } from "../../../oci/digest.ts";
import type { LongPart } from "./fit-parts.ts";
import { code, row, tableHead, time } from "./markdown.ts";

/** A tag at the destination that somebody else has changed. */
export interface ToldDrift {
  /** References in full. */
  readonly source: string;
  readonly destination: string;
  /** Digests: what was left there, and what is there now. Null: something else, or nothing. */
  readonly expected: string;
  readonly found: string | null;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
  /** By the config: it is put back, a sync would put it back, or `on-change: keep` leaves it alone whoever changed it. */
  readonly fate: "restored" | "reported" | "kept";
}

/** The tags that somebody else has changed, and how each is put back. */
export function driftTable(drifts: readonly ToldDrift[]): LongPart {
  return {
    head: `### Changed by somebody else\n\n${tableHead(["destination", "expected", "found", "seen", "what to do"])}`,
    rows: drifts.map((drift) =>
      row([
        code(drift.destination),
        digestCell(drift.expected),
        drift.found === null ? "something else, or nothing" : digestCell(drift.found),
        time(drift.seenAt),
        remedyOf(drift),
      ]),
    ),
    more: (missing) => row([`… and ${missing} more`, "", "", "", ""]),
  };
}

function remedyOf({ source, fate }: ToldDrift): string {
  switch (fate) {
    case "restored":
      return "it is put back (`on-drift: restore`)";
    case "reported":
      return `${code(`/mirror sync ${source}`)} brings what the source has now`;
    case "kept":
      return "nothing is overwritten (`on-change: keep`): delete the tag, and sync";
  }
}

/** A webhook says what was found, so it need not be a digest. */
function digestCell(digest: string): string {
  return code(isDigest(digest) ? shortDigest(digest) : digest.slice(0, 80));
}
