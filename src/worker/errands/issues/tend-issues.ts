import { isRefusal } from "../../../github/github-error.ts";
import type { UpkeepErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import type { WorkerParts } from "../../parts.ts";
import { keepDashboard } from "./keep-dashboard.ts";
import { keepTroubleIssue } from "./keep-trouble-issue.ts";
import { readScene } from "./read-scene.ts";

/**
 * Brings the issues of a repository's config up to date: the one about a failure that lasts, and the dashboard. Where issues are turned off,
 * or GitHub does not let us write them, that is only noted.
 */
export async function tendIssues(
  parts: WorkerParts,
  errand: UpkeepErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  await tolerate(async () => {
    const { installation, repository } = errand;
    const scene = await readScene(parts, { installation, repository }, signal);
    if (!scene) return;
    await tolerate(() => keepTroubleIssue(parts, scene, id, signal));
    await keepDashboard(parts, scene, signal);
  });

  async function tolerate(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      parts.log.warn({ err: error }, "GitHub does not let us keep an issue up to date");
    }
  }
}
