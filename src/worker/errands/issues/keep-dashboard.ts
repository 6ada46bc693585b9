import { isMarked, marked } from "../../../github/report/marker.ts";
import { tickedBoxes } from "../../../github/report/render/dashboard-boxes.ts";
import {
  DASHBOARD_TITLE,
  renderDashboard,
  renderDashboardOff,
} from "../../../github/report/render/render-dashboard.ts";
import type { Thread } from "../../../github/threads.ts";
import type { WorkerParts } from "../../parts.ts";
import { findOwn, saysTheSame } from "./find-own.ts";
import { readDashboard } from "./read-dashboard.ts";
import type { Scene } from "./read-scene.ts";

/** What a dashboard is found by. */
export const DASHBOARD_MARKER = "dashboard";
/** Of one that we have closed, and open again when it is wanted again. One that somebody else closed stays closed. */
const MARKER_OFF = "dashboard:off";

/** Whether an issue of ours is the dashboard, also after somebody emptied it. */
export function isDashboard({ body, title }: Thread, appId: number): boolean {
  if (isMarked(body, appId, DASHBOARD_MARKER) || isMarked(body, appId, MARKER_OFF)) return true;
  return title === DASHBOARD_TITLE && body.trim() === "";
}

/**
 * Keeps the dashboard: opened where the config asks for one, edited in place with the ticks that nobody has heeded yet, closed when it is not
 * wanted any longer. While nobody can tell whether it is wanted, one that is there is kept, and none is opened.
 */
export async function keepDashboard(
  parts: Pick<WorkerParts, "state" | "appId" | "clock" | "registry">,
  scene: Scene,
  signal: AbortSignal,
): Promise<void> {
  const { appId } = parts;
  const { threads } = scene.github;
  const { repository } = scene.place;
  const found = await findOwn(threads, repository, (thread) => isDashboard(thread, appId), signal);
  const { issue = found && "dashboard" } = scene.config ?? { issue: "never" };
  if (!scene.config || issue !== "dashboard") return await close();
  const dashboard = await readDashboard(parts, scene, scene.config);
  const render = (ticked: ReturnType<typeof tickedBoxes>) =>
    marked(appId, DASHBOARD_MARKER, renderDashboard(dashboard, ticked));
  if (!found) {
    await threads.open(repository, { title: DASHBOARD_TITLE, body: render(new Set()) }, signal);
    return;
  }
  // As it is now: somebody may have ticked a box since it was listed.
  const thread = await threads.thread(repository, found.number, signal);
  if (!thread?.isOwn) return;
  const body = render(tickedBoxes(thread.body));
  const isOpen = thread.isOpen || isMarked(thread.body, appId, MARKER_OFF);
  if (saysTheSame(thread.body, body) && thread.isOpen === isOpen) return;
  await threads.edit(repository, thread.number, { body, isOpen }, signal);

  async function close(): Promise<void> {
    if (!found || isMarked(found.body, appId, MARKER_OFF)) return;
    const body = marked(appId, MARKER_OFF, renderDashboardOff(scene.path, scene.config !== undefined));
    await threads.edit(repository, found.number, { body, isOpen: false }, signal);
  }
}
