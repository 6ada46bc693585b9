import type { Entry } from "../config/config.ts";
import { describeTagRule } from "../config/describe-tag-rule.ts";
import { describeRule } from "../config/policy/describe-rule.ts";
import type { Forbidden } from "../config/policy/judge.ts";
import { formatReference, type Reference } from "../oci/reference.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import type { ImageReport } from "../reconcile/report.ts";

/** Tags of an entry that are told one by one. */
const MOST_TOLD = 5;

/**
 * The report of an entry that policies forbid: one for all its images, as nobody lists the tags of what may not be copied. Its references
 * end as the entry has it: `docker.io/library/redis:7`, `docker.io/library/redis:7.*`, `docker.io/library/redis:7,8,9.*`.
 */
export function forbiddenReport(
  { entry, refusal }: Pick<Forbidden, "entry" | "refusal">,
  place: Place,
): ImageReport {
  const { side, rule, remedy } = refusal;
  const message = rule ? `${refusal.message} (${describeRule(rule)})` : refusal.message;
  const { tag, digest } = selectedBy(entry);
  const repository = destinationOf(entry, place);
  return {
    source: formatReference({ ...entry.source, ...(tag && { tag }), ...(digest && { digest }) }),
    destination: formatReference({ ...repository, ...(tag ? { tag } : digest && { digest }) }),
    action: "blocked",
    result: "skipped",
    sourceDigest: digest ?? null,
    digest: null,
    previousDigest: null,
    platforms: [],
    bytes: 0,
    reason: message,
    line: entry.position.line,
    error: { code: "POLICY", side, message, remedy },
  };
}

/** What stands for the tag may be a glob, or several of both. */
function selectedBy({ selection }: Entry): Pick<Reference, "tag" | "digest"> {
  const [rule, ...others] = selection;
  if (rule?.kind === "pinned" && others.length === 0) return rule;
  const told = selection.slice(0, MOST_TOLD).map(describeTagRule);
  return { tag: [...told, ...(selection.length > MOST_TOLD ? ["..."] : [])].join(",") };
}
