import type { Carrier } from "../../../publish/carrier.ts";
import type { RunReport } from "../../../reconcile/report.ts";
import { verdictOf } from "../../../reconcile/verdict.ts";
import type { RepositoryName } from "../../github.ts";
import { departedFold, departedList } from "./departed-list.ts";
import { failureAnnotations } from "./failure-annotations.ts";
import { failureList } from "./failure-list.ts";
import { BUDGET, fitParts, type LongPart } from "./fit-parts.ts";
import { changeTable, digestFold, unchangedFold, waitingFold } from "./image-table.ts";
import { code, time } from "./markdown.ts";
import { publishedBy, seenLine } from "./publication.ts";
import { pullsLeft } from "./pulls-left.ts";
import { removalList } from "./removal-list.ts";
import type { RenderedEnd } from "./rendered-end.ts";
import { selectionFold } from "./selection-fold.ts";
import { strangeList } from "./strange-list.ts";
import { isIdle, syncCosts, syncHeadline } from "./sync-headline.ts";
import { unmatchedList } from "./unmatched-list.ts";
import { vanishedList } from "./vanished-list.ts";
import { waitingLine } from "./waiting-line.ts";

/** What a report does not say of its run. */
export interface SyncContext {
  /** The config, from the top of the repository. */
  readonly path: string;
  readonly commit: string;
  /** The repository that the config is in, and whose name the token that writes was narrowed to. */
  readonly repository: RepositoryName;
  readonly carrier: Carrier;
  /** What carried what goes below other owners. */
  readonly others?: readonly Carrier[];
  /**
   * Images of a workflow that we saw ourselves at the destination, by destination; the others are as it reported. Undefined: nobody
   * looked.
   */
  readonly seen: ReadonlySet<string> | undefined;
  /** What else a person should know: `renderNotices`, which a job cannot call with the few packages that it installs. */
  readonly notices: readonly LongPart[];
  /** Milliseconds since the epoch. */
  readonly finishedAt: number;
  /** It carried out what a pull request proposes: what waits for pulls then goes on when somebody asks, or by the merge. Not given: no. */
  readonly isProposal?: boolean;
  /** When other images of the config go on that wait for pulls, in milliseconds since the epoch. Not given: none does. */
  readonly waitingElse?: readonly number[];
}

/**
 * The last word on a run that was carried out: `success`, `failure` where an image failed or is blocked, `cancelled` where
 * it was stopped, `neutral` where there was nothing to do, or images of the config wait for pulls.
 */
export function renderSynced(report: RunReport, context: SyncContext): RenderedEnd {
  const { images, summary } = report;
  const { waitingElse = [] } = context;
  const told = conclusionOf(report);
  const conclusion = told === "success" && waitingElse.length > 0 ? "neutral" : told;
  // What the App brought, it need not look for.
  const seen = context.carrier.kind === "app" ? undefined : context.seen;
  const text = fitParts([
    digestFold(images, seen),
    waitingFold(images),
    departedFold(report.departed),
    selectionFold(report.selections),
    unchangedFold(images, seen),
  ]);
  const annotations = failureAnnotations(images, context.path);
  return {
    conclusion,
    output: {
      title: `${syncHeadline(report)}${waitingElseCount(waitingElse)}`,
      summary: fitParts([
        `${syncCosts(summary)}.${leftOf(report.pullLimits)}`,
        waitingLine(report, context),
        waitingElseLine(waitingElse),
        failureList(images, context.repository),
        // Nothing is deleted that was not told, so that has room before what changed.
        atMost(removalList(report.removals)),
        atMost(departedList(untouched(report))),
        changeTable(images),
        strangeList(images),
        vanishedList(images),
        unmatchedList(report.unmatched),
        ...context.notices,
        nextStep(report),
        seenLine(images, seen),
        origin(context),
      ]),
      ...(text && { text }),
      ...(annotations.length > 0 && { annotations }),
    },
  };
}

function waitingElseCount(times: readonly number[]): string {
  return times.length === 0 ? "" : `; ${times.length} more waiting for pulls`;
}

function waitingElseLine(times: readonly number[]): string {
  if (times.length === 0) return "";
  const verb = times.length === 1 ? "image waits" : "images wait";
  return `**${times.length} more ${verb} for pulls**, from ${time(Math.min(...times))} on.`;
}

/** Of what became of the others, the list of deletions tells. */
function untouched({ departed = [], removals = [] }: RunReport): RunReport["departed"] {
  const told = new Set(removals.map(({ destination }) => destination));
  return departed.filter(({ destination }) => !told.has(destination));
}

const MOST_LIMITS = 5;

function leftOf(limits: RunReport["pullLimits"]): string {
  const told = limits.slice(0, MOST_LIMITS).map(pullsLeft);
  return told.length === 0 ? "" : ` Pulls: ${told.join(", ")}.`;
}

function atMost(part: LongPart): LongPart {
  return { ...part, most: BUDGET / 4 };
}

function conclusionOf(report: RunReport): RenderedEnd["conclusion"] {
  if (isIdle(report)) return "neutral";
  const conclusions = {
    "as-wanted": "success",
    failed: "failure",
    stopped: "cancelled",
    deferred: "neutral",
  } as const;
  return conclusions[verdictOf(report)];
}

function nextStep(report: RunReport): string {
  if (report.images.length === 0) return "Check the names and globs in the config.";
  switch (verdictOf(report)) {
    case "as-wanted":
    case "deferred":
      return "";
    case "failed":
      return "When that is put right, press **Re-run**, or push a changed config. What has arrived is not moved again.";
    case "stopped":
      return "To go on, press **Re-run**. What has arrived is not moved again.";
  }
}

function origin({ path, commit, finishedAt, carrier, others = [] }: SyncContext): string {
  const config = code(`${path}@${commit.slice(0, 7)}`);
  const carriers = [carrier, ...others].map(publishedBy).join(" and ");
  return `Applied ${config}, finished at ${time(finishedAt)}, ${carriers}.`;
}
