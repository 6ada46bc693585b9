import type { App } from "../../apps/app.ts";

/** How far a check run or a suite is. */
export type CheckStatus = "queued" | "in_progress" | "completed";

/** How it ended; `stale` is GitHub's alone, and not told here. */
export type CheckConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required";

/** As it is sent and shown. https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

/** A button of the App's own. https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** What an App says of a commit. */
export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly headSha: string;
  name: string;
  externalId: string;
  detailsUrl: string | undefined;
  status: CheckStatus;
  conclusion: CheckConclusion | undefined;
  startedAt: Date;
  completedAt: Date | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  /** Requests add to them; none takes one away. */
  readonly annotations: CheckAnnotation[];
  actions: readonly CheckAction[];
}

/** Check runs of one App on one commit: all of them, but that each run of a workflow has its own suite. */
export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  readonly before: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  /** Oldest first. */
  readonly runs: CheckRun[];
  /** Asked for anew, and not begun since. */
  isRequestedAgain: boolean;
}

/** For each name the newest run, oldest first. */
export function latestRuns({ runs }: Pick<CheckSuite, "runs">): readonly CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()].sort((a, b) => a.id - b.id);
}

/** The worst first: the first one found among the runs is that of the suite. */
const BY_WEIGHT: readonly CheckConclusion[] = [
  "failure",
  "timed_out",
  "action_required",
  "cancelled",
  "success",
  "neutral",
  "skipped",
];

/** How a suite stands, which follows from its latest runs. */
export function suiteState(suite: CheckSuite): { status: CheckStatus; conclusion: CheckConclusion | null } {
  const runs = latestRuns(suite);
  if (runs.length === 0 || suite.isRequestedAgain) return { status: "queued", conclusion: null };
  if (runs.every(({ status }) => status === "completed")) {
    return {
      status: "completed",
      conclusion: BY_WEIGHT.find((known) => runs.some((run) => run.conclusion === known)) ?? null,
    };
  }
  return {
    status: runs.every(({ status }) => status === "queued") ? "queued" : "in_progress",
    conclusion: null,
  };
}
