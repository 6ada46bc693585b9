import { Refusal } from "../refusal.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** Whether a run is one of those that were asked for. Throws 422 for a time that is none. https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow */
export function matchesQuery(run: WorkflowRun, query: URLSearchParams): boolean {
  const fits = (name: string, ...values: readonly (string | number | undefined)[]) => {
    const wanted = query.get(name);
    return wanted === null || values.some((value) => String(value) === wanted);
  };
  return (
    fits("event", "workflow_dispatch") &&
    fits("branch", run.branch) &&
    fits("status", run.status, run.conclusion) &&
    fits("actor", run.actor.login) &&
    fits("head_sha", run.headSha) &&
    fits("check_suite_id", run.suite.id) &&
    isCreated(run.createdAt, query.get("created"))
  );
}

/** The syntax of searches: a day or a moment, with `>`, `>=`, `<` or `<=` before it, or two with `..` between. */
function isCreated(created: Date, wanted: string | null): boolean {
  if (wanted === null) return true;
  const at = created.getTime();
  const [from, to] = wanted.split("..");
  if (from !== undefined && to !== undefined) {
    return (from === "*" || at >= startOf(from)) && (to === "*" || at < endOf(to));
  }
  const [, sign = "", time = ""] = /^([<>]=?)?(.*)$/.exec(wanted) ?? [];
  switch (sign) {
    case ">":
      return at >= endOf(time);
    case ">=":
      return at >= startOf(time);
    case "<":
      return at < startOf(time);
    case "<=":
      return at < endOf(time);
    default:
      return at >= startOf(time) && at < endOf(time);
  }
}

function startOf(time: string): number {
  const start = Date.parse(time);
  if (Number.isNaN(start)) throw new Refusal(422, `Invalid request.\n\n${time} is not a time.`);
  return start;
}

/** A day is a day long, a moment a second. */
const endOf = (time: string) => startOf(time) + (time.includes("T") ? 1000 : 24 * 60 * 60_000);
