import type { RunReport } from "../../reconcile/report.ts";
import { renderFailures, renderLeftUndone } from "./failures.ts";
import { headline, type ReportingCommand } from "./headline.ts";
import { imageRow, isWorthShowing } from "./image-row.ts";
import { renderTable, type TableLayout } from "./table.ts";

/** A finished plan or sync for people: headline, rows, what is unchanged in one line, failures. Ends with a newline. */
export function renderReport(command: ReportingCommand, report: RunReport, layout: TableLayout): string {
  const table = tableOf(report, layout);
  const unchanged = report.summary.upToDate;
  return text([
    layout.style("strong", headline(command, report)),
    ...(table.length > 0 ? ["", ...table] : []),
    ...(table.length > 0 && unchanged > 0 ? [layout.style("quiet", `=  ${unchanged} up to date`)] : []),
    ...troublesOf(report, layout),
  ]);
}

/** The same for someone who wants to hear of changes and failures only; empty when there are none. */
export function renderChanges(report: RunReport, layout: TableLayout): string {
  return text([...tableOf(report, layout), ...troublesOf(report, layout)]);
}

function tableOf({ images }: RunReport, layout: TableLayout): string[] {
  return renderTable(images.filter(isWorthShowing).map(imageRow), layout);
}

function troublesOf({ images }: RunReport, { style }: TableLayout): string[] {
  return [...renderFailures(images, style), ...renderLeftUndone(images, style)];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
