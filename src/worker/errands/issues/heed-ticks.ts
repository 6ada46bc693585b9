import type { TickErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import type { WorkerParts } from "../../parts.ts";
import { obeyCommand } from "../commands/obey-command.ts";
import { heedBoxes } from "./heed-boxes.ts";
import { obeyTicks } from "./obey-ticks.ts";

/** Somebody has edited an issue of ours. What they ticked on the dashboard is done, if they may use the commands, and unticked. */
export async function heedTicks(
  parts: WorkerParts,
  errand: TickErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  const obey = obeyCommand;
  await heedBoxes(parts, errand, (boxes) => obeyTicks(parts, { errand, id, boxes, obey }, signal), signal);
}
