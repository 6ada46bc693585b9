import type { Carrier } from "../../../publish/carrier.ts";
import type { RunReport } from "../../../reconcile/report.ts";
import { verdictOf } from "../../../reconcile/verdict.ts";
import type { RepositoryName } from "../../github.ts";
import { failureAnnotations } from "./failure-annotations.ts";
import { failureList } from "./failure-list.ts";
import { fitParts, type LongPart } from "./fit-parts.ts";
import { changeTable, digestFold, unchangedFold } from "./image-table.ts";
import { code, time } from "./markdown.ts";
import { publishedBy, seenLine } from "./publication.ts";
import type { RenderedEnd } from "./rendered-end.ts";
import { isIdle, syncCosts, syncHeadline } from "./sync-headline.ts";
import { unmatchedList } from "./unmatched-list.ts";

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
}

/**
 * The last word on a run that was carried out: `success`, `failure` where an image failed or is blocked, `cancelled` where
 * it was stopped, `neutral` where there was nothing to do.
 */
export function renderSynced(report: RunReport, context: SyncContext): RenderedEnd {
  const { images, summary } = report;
  const conclusion = conclusionOf(report);
  // What the App brought, it need not look for.
  const seen = context.carrier.kind === "app" ? undefined : context.seen;
  const text = fitParts([digestFold(images, seen), unchangedFold(images, seen)]);
  const annotations = failureAnnotations(images, context.path);
  return {
    conclusion,
    output: {
      title: syncHeadline(report),
      summary: fitParts([
        `${syncCosts(summary)}.`,
        failureList(images, context.repository),
        changeTable(images),
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

function conclusionOf(report: RunReport): RenderedEnd["conclusion"] {
  if (isIdle(report.images)) return "neutral";
  const conclusions = { "as-wanted": "success", failed: "failure", stopped: "cancelled" } as const;
  return conclusions[verdictOf(report)];
}

function nextStep(report: RunReport): string {
  if (report.images.length === 0) return "Check the names and globs in the config.";
  switch (verdictOf(report)) {
    case "as-wanted":
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
