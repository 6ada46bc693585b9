import type { Planned } from "../../../publish/plan/planner.ts";
import { joinReports } from "../../join-reports.ts";

/** The plans of what goes below several owners as one. */
export function joinPlanned(plans: readonly Planned[]): Planned {
  const sum = (of: (planned: Planned) => number) => plans.reduce((total, planned) => total + of(planned), 0);
  return {
    report: joinReports(plans.map(({ report }) => report)),
    unsurveyed: sum(({ unsurveyed }) => unsurveyed),
    believed: sum(({ believed }) => believed),
    // The same of all, as the last one knows it.
    budgets: plans.at(-1)?.budgets ?? [],
  };
}
