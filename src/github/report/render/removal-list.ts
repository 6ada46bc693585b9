import type { Removal } from "../../../reconcile/report.ts";
import type { LongPart } from "./fit-parts.ts";
import { code, prose } from "./markdown.ts";

/** What was deleted, by the digest to restore, and what was not, and why. */
export function removalList(removals: readonly Removal[] = []): LongPart {
  const isDeleted = removals.some(({ result }) => result === "deleted");
  return {
    head: `### Deletions\n${isDeleted ? `\n${ADVICE}\n` : ""}`,
    rows: removals
      .toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result))
      .map(({ destination, digest, result, why }) => {
        const reason = why === undefined ? "" : `: ${prose(why)}`;
        return `- ${code(`${destination}@${digest}`)} ${WORDS[result]}${reason}`;
      }),
    more: (missing) => `- … and ${missing} more`,
  };
}

/** GitHub docs, "Deleting and restoring a package". */
const ADVICE =
  "GitHub can restore a version for 30 days, by its digest: the package's settings → Manage versions → Deleted.";
const ORDER: readonly Removal["result"][] = ["failed", "deleted", "kept"];
const WORDS = { deleted: "was deleted", kept: "was kept", failed: "could not be deleted" } as const;
