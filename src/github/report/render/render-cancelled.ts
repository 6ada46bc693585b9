import type { ImageReport } from "../../../reconcile/report.ts";
import { count } from "../../../text/count.ts";
import { printable } from "../../../text/printable.ts";
import type { CheckOutput } from "../check-output.ts";
import { fitParts } from "./fit-parts.ts";
import { changeTable } from "./image-table.ts";
import { code } from "./markdown.ts";

/** The last word on a run that somebody stopped by a command. `images` are those that had ended by then. */
export function renderCancelled(by: string, images: readonly ImageReport[]): CheckOutput {
  const brought = images.filter(({ result }) => result === "done");
  const title = `Cancelled by ${printable(by)}${brought.length > 0 ? `, after ${count(brought.length, "image")}` : ""}`;
  return {
    title,
    summary: fitParts([
      `${code(by)} cancelled this run. Tags point at whole images only, and what has arrived stays.`,
      changeTable(brought),
      "To go on, comment `/mirror retry`, or press **Re-run**.",
    ]),
  };
}
