import { billing } from "../github-pages.ts";
import { code, link } from "../markdown.ts";
import type { ObstacleOf, Telling } from "./telling.ts";
import { GO_ON, nameOf, quotes, RERUN } from "./words.ts";

/** GitHub started the workflow, and nobody can say what became of the images. */
export function tellNoResult(
  obstacle: ObstacleOf<"WAITS_FOR_APPROVAL" | "CANCELLED" | "NOT_STARTED" | "TIMED_OUT" | "NO_RESULT">,
): Telling {
  const { carrier, place } = obstacle;
  const run = `run ${carrier.number}`;
  const page = link(run, carrier.url);
  const where = `${page} of the workflow in ${nameOf(place.repository)}`;
  switch (obstacle.code) {
    case "WAITS_FOR_APPROVAL":
      return {
        conclusion: "action_required",
        title: `Approve the workflow's ${run}`,
        parts: [
          `Somebody has to approve ${where} before it may go on: the repository or an environment asks for that.`,
          `Open ${page} and approve it. What it brings then is told in a new check run on this commit.`,
        ],
      };
    case "CANCELLED":
      return {
        conclusion: "cancelled",
        title: `Cancelled in GitHub Actions (${run})`,
        parts: [
          `Somebody cancelled ${where}, or a newer run for the same destination took its place. What had arrived by then stays.`,
          GO_ON,
        ],
      };
    case "NOT_STARTED":
      return tellNotStarted(obstacle, where);
    case "TIMED_OUT":
      return {
        conclusion: "failure",
        title: `The workflow ran out of time (${run})`,
        parts: [
          `GitHub ended ${where}, which took longer than it may. What had arrived by then stays.`,
          `${GO_ON} Where that happens each time, raise ${code("timeout-minutes")} or ${code("parallel")} in the workflow.`,
        ],
      };
    case "NO_RESULT":
      return {
        conclusion: "failure",
        title: `The workflow left no result (${run})`,
        parts: [
          `It ended as ${code(obstacle.conclusion)}, and what it left does not say what became of the images: ${where}.`,
          quotes("### What is wrong with it", obstacle.words),
          `The log of ${page} says how far it came. ${GO_ON}`,
        ],
      };
  }
}

/** What GitHub remarks on a job that it did not start: https://github.com/orgs/community/discussions/45775, for one. */
const MONEY = /payment|spending limit|billing/i;

function tellNotStarted({ carrier, place, words }: ObstacleOf<"NOT_STARTED">, where: string): Telling {
  const isAboutMoney = words.some((each) => MONEY.test(each));
  const remedy = isAboutMoney
    ? `An owner of the organization sees to payments and limits under ${link("Billing and licensing", billing(place))}.`
    : `Mostly no runner fits ${code("runs-on")}, or there is a mistake in the file: see ${link("the run's page", carrier.url)}.`;
  return {
    conclusion: "failure",
    title: isAboutMoney
      ? `GitHub Actions did not start: payments or a spending limit (run ${carrier.number})`
      : `GitHub Actions began no step of the workflow (run ${carrier.number})`,
    parts: [
      `Nothing was copied: no step was begun of ${where}.`,
      quotes("### In GitHub's words", words),
      `${remedy} ${RERUN}`,
    ],
  };
}
