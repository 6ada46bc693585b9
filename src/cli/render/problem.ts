import type { ReportedError } from "../../reconcile/report.ts";
import { printable } from "../../text/printable.ts";
import type { Style } from "./style.ts";

/** What went wrong below a title, and what to do. */
export function renderProblem({ message, remedy }: ReportedError, style: Style): readonly string[] {
  return [`  ${style("bad", "✗")}  ${printable(message)}`, ...(remedy ? [`     ${printable(remedy)}`] : [])];
}
