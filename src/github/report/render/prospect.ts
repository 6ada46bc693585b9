import type { PullLimit } from "../../../oci/registry/pull-limit.ts";
import type { PullBudget } from "../../../publish/plan/pull-budget.ts";
import { count } from "../../../text/count.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import { code, prose, time } from "./markdown.ts";
import { pullsLeft } from "./pulls-left.ts";

/** What will happen to a mirror by itself. Times are milliseconds since the epoch. */
export interface Prospect {
  /** When its entries are looked at next, the soonest first. */
  readonly looks: readonly { readonly schedule: string; readonly dueAt: number }[];
  /** Images that wait for pulls, and when the first of them goes on. */
  readonly waiting: { readonly images: number; readonly until: number } | undefined;
  /** What the App may pull now. */
  readonly budgets: readonly PullBudget[];
}

const MOST_LINES = 5;

/** What will happen, and what may be pulled; `limits` are what registries said when the last run ended. Markdown, a line each. */
export function prospectLines(
  { looks, waiting, budgets }: Prospect,
  limits: readonly PullLimit[],
): readonly string[] {
  const known = new Set(budgets.map(({ registry }) => registry));
  return [
    `- next look: ${looks.length === 0 ? "none is scheduled" : looksLine(looks)}`,
    ...(waiting ? [`- waiting for pulls: ${waitingWords(waiting)}`] : []),
    ...budgets.slice(0, MOST_LINES).map((budget) => `- pulls: ${budgetLine(budget)}`),
    ...limits
      .filter(({ registry }) => !known.has(registry))
      .slice(0, MOST_LINES)
      .map((limit) => `- pulls: ${pullsLeft(limit)} when the last run ended`),
  ];
}

function looksLine(looks: Prospect["looks"]): string {
  const told = looks.slice(0, MOST_LINES).map(({ schedule, dueAt }) => `${time(dueAt)} (${code(schedule)})`);
  const more = looks.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function waitingWords({ images, until }: NonNullable<Prospect["waiting"]>): string {
  return `${count(images, "image")}, ${images === 1 ? "" : "the first "}until ${time(until)}`;
}

function budgetLine({ registry, limit, remaining, free, window, until }: PullBudget): string {
  const grant = `${remaining} of ${limit} in ${formatDuration(window * 1000)} are left at ${prose(registry)}`;
  const kept = remaining - free;
  const rest = kept > 0 ? `, ${kept} of them for people` : "";
  return `${grant}${rest}${free === 0 && until ? `; more at ${time(Date.parse(until))}` : ""}`;
}
