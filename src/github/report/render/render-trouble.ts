import type { Problem } from "../../../config/problem.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { RepositoryName } from "../../github.ts";
import type { NewThread } from "../../threads.ts";
import { failureList } from "./failure-list.ts";
import { fitParts, type LongPart } from "./fit-parts.ts";
import { code, time } from "./markdown.ts";
import { problemList } from "./problem-list.ts";
import { runLine, type ToldRun } from "./told-run.ts";

/** What keeps a mirror from being green. */
export type Cause =
  | { readonly kind: "images"; readonly failing: readonly ImageReport[]; readonly others: number }
  | { readonly kind: "config"; readonly path: string; readonly problems: readonly Problem[] }
  /** Nothing was copied, for a reason that the check run tells. */
  | { readonly kind: "run" };

/** A failure that lasts. */
export interface ToldTrouble {
  readonly repository: RepositoryName;
  readonly cause: Cause;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Runs that failed one after the other. */
  readonly failures: number;
  /** The last runs, newest first. */
  readonly runs: readonly ToldRun[];
}

/** Why an issue about a failure is closed. */
export type TroubleEnd =
  | { readonly kind: "over"; readonly run: ToldRun | undefined }
  /** The config asks for no issue any longer. */
  | { readonly kind: "unwanted" }
  /** There is no config any longer. */
  | { readonly kind: "no-config" };

/** The issue about a failure that lasts, without its marker. */
export function renderTrouble(trouble: ToldTrouble): NewThread {
  const { cause, since, failures, repository, runs } = trouble;
  const day = time(since).slice(0, 10);
  return {
    title: `Mirror: ${headlineOf(cause)} since ${day}`,
    body: fitParts([
      `${stateOf(cause)} Runs have failed since ${time(since)}, ${failures} in a row.`,
      detailsOf(cause, repository),
      { head: "### The last runs\n", rows: runs.map((run) => `- ${runLine(run)}`), more: andMore },
      nextSteps(cause),
    ]),
  };
}

/** A comment that says that something else fails than before. */
export function renderTroubleChange({ cause, repository }: ToldTrouble): string {
  return fitParts([`What fails has changed. ${stateOf(cause)}`, detailsOf(cause, repository)]);
}

/** What becomes of the body when it is closed. `since` in milliseconds since the epoch. */
export function renderTroubleEnd(end: TroubleEnd, since: number, path: string): string {
  switch (end.kind) {
    case "over": {
      const green = end.run ? `All is well again: ${runLine(end.run)}.` : "All is well again.";
      return `${green}\n\nRuns had failed since ${time(since)}. If they do so again and it lasts, this issue is reopened.`;
    }
    case "unwanted":
      return `Closed because ${code(path)} says \`report.issue: never\`. What fails is on the check runs.`;
    case "no-config":
      return `Closed because there is no ${code(path)} any longer, and nothing is mirrored.`;
  }
}

/** Plain text. */
function headlineOf(cause: Cause): string {
  switch (cause.kind) {
    case "images":
      return `${count(cause.failing.length, "image fails", "images fail")}`;
    case "config":
      return `${printable(cause.path)} is wrong`;
    case "run":
      return "runs fail";
  }
}

function stateOf(cause: Cause): string {
  switch (cause.kind) {
    case "images": {
      const { failing, others } = cause;
      const rest = others > 0 ? `, and ${others} ${others === 1 ? "is" : "are"} as wanted` : "";
      return `${count(failing.length, "image fails", "images fail")}${rest}.`;
    }
    case "config":
      return `${code(cause.path)} is wrong, and nothing is copied until it is put right.`;
    case "run":
      return "Nothing is copied. The check run of the last run says what is in the way, and what to do.";
  }
}

function detailsOf(cause: Cause, repository: RepositoryName): LongPart | string {
  switch (cause.kind) {
    case "images":
      return failureList(cause.failing, repository);
    case "config":
      return problemList(cause.problems);
    case "run":
      return "";
  }
}

function nextSteps(cause: Cause): string {
  const again =
    cause.kind === "config"
      ? "Push a corrected file to the default branch; that starts a new run."
      : "When that is put right, comment `/mirror retry`. To know what GHCR allows here and what it does not, comment `/mirror doctor`.";
  return `${again} This issue is kept up to date, and closes by itself when all is well again.`;
}

function andMore(missing: number): string {
  return `- … and ${missing} more`;
}
