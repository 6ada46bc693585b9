import assert from "node:assert/strict";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";

/** A file that somebody is to add. */
export interface OfferedFile {
  readonly path: string;
  readonly text: string;
}

/** What the link of a check run to GitHub's page for a new file fills in there. Throws `AssertionError` where there is none. */
export function offeredFile({ summary = "" }: Pick<CheckRun, "summary">): OfferedFile {
  const [, target = ""] = /\]\(<([^>]+\/new\/[^>]+)>\)/.exec(summary) ?? [];
  const query = URL.parse(target.replaceAll("&amp;", "&"))?.searchParams;
  const [path, text] = [query?.get("filename"), query?.get("value")];
  assert(path && text, "the check run has no link that fills in a new file");
  return { path, text };
}
