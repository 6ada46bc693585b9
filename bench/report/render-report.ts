import { countRequests, type RequestCounts } from "../registry/request-kind.ts";
import type { Verdict } from "./goal.ts";
import { renderTable } from "./render-table.ts";
import { type MemoryReport, OWN_TOOL, type Report, type VariantReport } from "./report.ts";
import type { ToolResult } from "./tool-result.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What was found where: the machine, the registries, the tools. */
export function renderSetting({ machine, registry, tools }: Omit<Report, "variants" | "memory">): string {
  const found = tools.filter(({ version }) => version !== null);
  const absent = tools.filter(({ version }) => version === null);
  return [
    `${machine.cores} cores (${machine.processor}), ${(machine.memoryBytes / GIB).toFixed(0)} GiB; registries: ${registry}`,
    `tools: ${found.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
    ...(absent.length === 0 ? [] : [`absent: ${absent.map(({ name }) => name).join(", ")}`]),
  ].join("\n");
}

/** A variant's figures, its requests, and its goals. */
export function renderVariant(report: VariantReport): string {
  const best = report.results.find(({ tool }) => tool === report.best);
  const rows = report.results.map((result) => [
    result.tool === report.best ? `${result.tool} *` : result.tool,
    result.way,
    String(result.rounds),
    seconds(result.seconds.median),
    `${seconds(result.seconds.min)}–${seconds(result.seconds.max)}`,
    best === undefined ? "–" : ratio(result.seconds.median / best.seconds.median),
    result.tool === OWN_TOOL ? "–" : ratio(report.ratios[result.tool]),
    seconds(result.cpuSeconds),
    seconds(perGiB(result.cpuSeconds, report.movedBytes)),
    megabytes(result.peakBytes),
  ]);
  const header = [
    "tool",
    "setting",
    "rounds",
    "wall s",
    "min–max",
    "÷ best",
    "ours ÷",
    "CPU s",
    "/GiB",
    "MB",
  ];
  return [
    `${report.name}: ${report.summary} (${Math.round(report.bytes / MIB)} MiB)`,
    "",
    renderTable(header, rows),
    "",
    renderTable(["requests", "side", "all", ...kindsOf(report.results)], requestRows(report.results)),
    ...report.leftOut.map(({ tool, why }) => `\n${tool} has no result: ${why}`),
    ...renderGoals(report.goals),
  ].join("\n");
}

/** Peak memory side by side. */
export function renderMemory({ smallLayer, largeLayer, tools, leftOut, goals }: MemoryReport): string {
  const header = ["tool", "", `MB, ${smallLayer / MIB} MiB`, `MB, ${largeLayer / MIB} MiB`, "growth MiB"];
  const rows = tools.map(({ tool, small, large }) => {
    return [tool, "", megabytes(small), megabytes(large), ((large - small) / MIB).toFixed(1)];
  });
  return [
    "memory: peak with one layer, small and large",
    "",
    renderTable(header, rows),
    ...leftOut.map(({ tool, why }) => `\n${tool} has no result: ${why}`),
    ...renderGoals(goals),
  ].join("\n");
}

function renderGoals(goals: readonly Verdict[]): string[] {
  if (goals.length === 0) return [];
  const rows = goals.map(({ what, atMost, against, value, outcome }) => [
    what,
    `≤ ${atMost}${against === null ? "" : ` × ${against}`}`,
    against === null ? amount(value) : ratio(value),
    outcome,
  ]);
  return ["", renderTable(["goal", "at most", "is", ""], rows)];
}

function kindsOf(results: readonly ToolResult[]): string[] {
  const kinds = results.flatMap(({ requests }) =>
    [requests.source, requests.destination].flatMap(Object.keys),
  );
  return [...new Set(kinds)].sort();
}

function requestRows(results: readonly ToolResult[]): string[][] {
  const kinds = kindsOf(results);
  const row = (tool: string, side: string, counts: RequestCounts) => [
    ...[tool, side, String(countRequests(counts))],
    ...kinds.map((kind) => String(counts[kind] ?? "·")),
  ];
  return results.flatMap(({ tool, requests }) => [
    row(tool, "source", requests.source),
    row("", "destination", requests.destination),
  ]);
}

/** Only where bytes are what the time goes into. */
function perGiB(value: number | null, bytes: number): number | null {
  return value === null || bytes < 64 * MIB ? null : value / (bytes / GIB);
}

function seconds(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}

function ratio(value: number | null | undefined): string {
  return value == null ? "–" : value.toFixed(2);
}

function megabytes(bytes: number | null): string {
  return bytes === null ? "–" : (bytes / 1e6).toFixed(0);
}

function amount(value: number | null): string {
  return value === null ? "–" : String(Math.round(value * 10) / 10);
}
