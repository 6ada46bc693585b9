import { syncHeadline } from "../../../github/report/render/sync-headline.ts";
import type { ToldRun } from "../../../github/report/render/told-run.ts";
import type { Conclusion, Run } from "../../../jobs/run.ts";

const WORDS: Readonly<Record<Conclusion, string>> = {
  success: "Synced",
  failure: "Failed",
  neutral: "Nothing to do",
  cancelled: "Cancelled",
  action_required: "Waits for a person",
  none: "Nothing to do",
};

/** A run as issues tell of it. `page` is that of its repository. */
export function tellRun(run: Run, page: string): ToldRun {
  const { published, conclusion, checkRun, finishedAt, startedAt, createdAt } = run;
  const commit = run.commit ?? "";
  return {
    title: published ? syncHeadline(published.report) : WORDS[conclusion ?? "none"],
    // One that ended as soon as it was looked at has a check run whose id nobody remembers.
    url: checkRun === null ? `${page}/commit/${commit}/checks` : `${page}/runs/${checkRun}`,
    commit,
    endedAt: (finishedAt ?? startedAt ?? createdAt).getTime(),
  };
}
