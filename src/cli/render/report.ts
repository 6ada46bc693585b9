import type { ImageReport, RunReport } from "../../reconcile/report.ts";
import { renderFailures, renderLeftUndone } from "./failures.ts";
import { headline, type ReportingCommand } from "./headline.ts";
import { imageRow, isWorthShowing } from "./image-row.ts";
import { renderLeftOut } from "./left-out.ts";
import { renderTable, type TableLayout } from "./table.ts";
import { renderVanished } from "./vanished.ts";
import { renderWaits } from "./waits.ts";

/** What was run, and on which config. */
export interface Reported {
  readonly command: ReportingCommand;
  /** As it was named. */
  readonly file: string;
}

/**
 * A finished plan or sync for people: headline, rows, what is unchanged in one line, failures, what waits, what the sources no longer
 * have, and of a plan what searches select. Ends with a newline.
 */
export function renderReport({ command, file }: Reported, report: RunReport, layout: TableLayout): string {
  const { style } = layout;
  const { images, selections } = report;
  const table = tableOf(report, layout);
  const unchanged = report.summary.upToDate - images.filter(isPeculiar).length;
  return text([
    style("strong", headline(command, report)),
    ...(table.length > 0 ? ["", ...table] : []),
    ...(table.length > 0 && unchanged > 0 ? [style("quiet", `=  ${unchanged} up to date`)] : []),
    ...troublesOf(report, layout),
    ...renderVanished(images, style),
    ...(command === "plan" ? renderLeftOut(selections, file, style) : []),
  ]);
}

/** The same for someone who wants to hear of changes and failures only; empty when there are none. */
export function renderChanges(report: RunReport, layout: TableLayout): string {
  return text([...tableOf(report, layout), ...troublesOf(report, layout)]);
}

function tableOf({ images }: RunReport, layout: TableLayout): string[] {
  return renderTable(images.filter(isWorthShowing).map(imageRow), layout);
}

function troublesOf(report: RunReport, { style }: TableLayout): string[] {
  const { images } = report;
  return [
    ...renderFailures(images, style),
    ...renderWaits(report, style),
    ...renderLeftUndone(images, style),
  ];
}

/** Whether it is told apart from what is up to date. */
function isPeculiar({ isVanished, isDrifted }: ImageReport): boolean {
  return isVanished === true || isDrifted === true;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
