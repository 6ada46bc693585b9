import type { RunReport, Summary } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import { count } from "../../text/count.ts";
import { formatBytes } from "../../text/format-bytes.ts";
import { formatDuration } from "../../text/format-duration.ts";
import { printable } from "../../text/printable.ts";

/** The commands that end with a report. */
export type ReportingCommand = "plan" | "sync";

/**
 * The report in one line, counts first:
 * `12 copied, 1 blocked, 140 up to date (1.8 GB moved, 31 pulls from docker.io, 42 s)`.
 */
export function headline(command: ReportingCommand, report: RunReport): string {
  const text = command === "plan" ? `Plan: ${outcome(command, report)}` : outcome(command, report);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function outcome(command: ReportingCommand, report: RunReport): string {
  const { summary, images } = report;
  if (images.length === 0) return "no image is selected";
  const counts = countsOf(command, report).join(", ");
  const words =
    counts === `${summary.upToDate} up to date`
      ? `everything up to date, ${count(summary.upToDate, "image")}`
      : counts;
  const facts = command === "plan" ? costs(summary) : efforts(summary);
  return `${words} (${facts.filter(Boolean).join(", ")})`;
}

function countsOf(command: ReportingCommand, { summary, images }: RunReport): string[] {
  const vanished = images.filter(({ isVanished }) => isVanished).length;
  const [copied, updated] = command === "plan" ? ["to copy", "to update"] : ["copied", "updated"];
  const counts: [number, string][] = [
    [summary.copied, copied],
    [summary.updated, updated],
    [summary.failed, "failed"],
    [summary.blocked, "blocked"],
    [images.filter(isLeftUndone).length, "left undone"],
    [summary.deferred ?? 0, "waiting for pulls"],
    [summary.waiting ?? 0, "too young"],
    [vanished, "gone at the source"],
    [summary.upToDate - vanished, "up to date"],
  ];
  return counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
}

function costs({ bytes, pulls }: Summary): string[] {
  return [bytes > 0 ? `${formatBytes(bytes)} to move` : "", pullsOf(pulls)];
}

function efforts({ bytes, mountedBytes, pulls, seconds }: Summary): string[] {
  return [
    bytes > 0 ? `${formatBytes(bytes)} moved` : "",
    mountedBytes > 0 ? `${formatBytes(mountedBytes)} already there` : "",
    pullsOf(pulls),
    formatDuration(seconds * 1000),
  ];
}

function pullsOf(pulls: Summary["pulls"]): string {
  const [first, ...others] = Object.entries(pulls).filter(([, amount]) => amount > 0);
  if (!first) return "0 pulls";
  const rest = others.map(([registry, amount]) => `, ${amount} from ${printable(registry)}`);
  return `${count(first[1], "pull")} from ${printable(first[0])}${rest.join("")}`;
}
