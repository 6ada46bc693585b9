import { isRefusal } from "../../../github/github-error.ts";
import { isMarked } from "../../../github/report/marker.ts";
import { untick } from "../../../github/report/render/dashboard-boxes.ts";
import type { Box, TickErrand } from "../../../jobs/errand.ts";
import type { WorkerParts } from "../../parts.ts";
import { DASHBOARD_MARKER } from "./keep-dashboard.ts";

/**
 * Has done what somebody ticked on a dashboard, and unticks it then, also what `obey` did not do because they may not. Where it throws, the boxes
 * stay ticked, and it is asked again. Other ticks stay: each comes with an errand of its own. Whatever else somebody did to an issue
 * of ours, its upkeep mends.
 */
export async function heedBoxes(
  parts: Pick<WorkerParts, "github" | "state" | "appId" | "log">,
  { installation, repository, issue, boxes }: TickErrand,
  obey: (boxes: ReadonlySet<Box>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { threads } = parts.github.installation(installation);
  const thread = await threads.thread(repository, issue, signal);
  if (!thread?.isOwn || thread.isPull) return;
  if (boxes.length > 0 && isMarked(thread.body, parts.appId, DASHBOARD_MARKER)) {
    const ticked = new Set(boxes);
    await obey(ticked);
    await clear(ticked);
  }
  await parts.state.intake.send([{ kind: "upkeep", installation, repository }]);

  async function clear(boxes: ReadonlySet<Box>): Promise<void> {
    try {
      // As it is now: somebody may have ticked another box since.
      const body = (await threads.thread(repository, issue, signal))?.body ?? "";
      const cleared = untick(body, boxes);
      if (cleared !== body) await threads.edit(repository, issue, { body: cleared }, signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      parts.log.warn({ err: error }, "a box could not be unticked");
    }
  }
}
