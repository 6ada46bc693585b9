import type { Obstacle } from "../../../publish/obstacle.ts";
import { printable } from "../../../text/printable.ts";
import { fitParts } from "./fit-parts.ts";
import { code, excerpt, time } from "./markdown.ts";
import { tellDeletedRun } from "./obstacles/deleted-run.ts";
import { tellMissingWorkflow } from "./obstacles/missing-workflow.ts";
import { tellNamelessRun } from "./obstacles/nameless-run.ts";
import { tellNoResult } from "./obstacles/no-result.ts";
import { tellNoStart } from "./obstacles/no-start.ts";
import { tellOutdatedWorkflow } from "./obstacles/outdated-workflow.ts";
import type { Telling } from "./obstacles/telling.ts";
import type { RenderedEnd } from "./rendered-end.ts";

const LONGEST_TITLE = 200;

/** What an obstacle does not say of its run. */
export interface ObstacleContext {
  /** The config, from the top of its repository. */
  readonly path: string;
  readonly commit: string;
  /** The App's, whose permissions somebody may have to approve. */
  readonly installation: number;
  /** Milliseconds since the epoch. */
  readonly finishedAt: number;
}

/**
 * The last word on a run that a workflow was to carry and could not: `action_required` where a person must click something on GitHub,
 * `cancelled` where somebody did, else `failure`. Says what happened, in GitHub's own words where there are any, what to
 * do, and links the page where it is done.
 */
export function renderObstacle(obstacle: Obstacle, context: ObstacleContext): RenderedEnd {
  const { conclusion, title, parts } = tell(obstacle, context);
  const summary = fitParts([...parts, origin(context)]);
  return { conclusion, output: { title: printable(excerpt(title, LONGEST_TITLE)), summary } };
}

function tell(obstacle: Obstacle, { installation }: ObstacleContext): Telling {
  switch (obstacle.code) {
    case "WORKFLOW_MISSING":
      return tellMissingWorkflow(obstacle);
    case "WORKFLOW_OUTDATED":
      return tellOutdatedWorkflow(obstacle);
    case "WORKFLOW_DISABLED":
    case "ACTIONS_DISABLED":
    case "NOT_PERMITTED":
    case "NOT_ACCEPTED":
      return tellNoStart(obstacle, installation);
    case "NAMELESS":
      return tellNamelessRun(obstacle);
    case "DELETED":
      return tellDeletedRun(obstacle);
    case "WAITS_FOR_APPROVAL":
    case "CANCELLED":
    case "NOT_STARTED":
    case "TIMED_OUT":
    case "NO_RESULT":
      return tellNoResult(obstacle);
  }
}

function origin({ path, commit, finishedAt }: ObstacleContext): string {
  return `For ${code(`${path}@${commit.slice(0, 7)}`)}, at ${time(finishedAt)}.`;
}
