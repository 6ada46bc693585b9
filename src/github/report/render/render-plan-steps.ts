import type { CheckOutput } from "../check-output.ts";
import { code } from "./markdown.ts";

/** What a check run says while a plan is computed that takes its time. */
export function renderPlanning(): CheckOutput {
  return {
    title: "Looking at the images",
    summary:
      "The config is right. Its images are looked up at their sources and destinations; nothing is copied.",
  };
}

/** The last word on a plan that was not finished before the pull request had another head. It ends as `cancelled`. */
export function renderPlanMoved(head: string): CheckOutput {
  return {
    title: `Superseded by ${head.slice(0, 7)}`,
    summary: `The pull request has another head by now: ${code(head.slice(0, 7))} has the plan.`,
  };
}

/** The last word on a plan of a pull request that does not change the config any longer. It ends as `neutral`. */
export function renderPlanGone(): CheckOutput {
  return {
    title: "This pull request does not change the config any more",
    summary: "Nothing of it concerns the mirror.",
  };
}

/** The last word on a plan that was given up. It ends as `failure`. */
export function renderPlanAbandoned(): CheckOutput {
  return {
    title: "The plan could not be computed",
    summary: "It was tried several times. To try again, comment `/mirror plan` or press **Plan again**.",
  };
}
