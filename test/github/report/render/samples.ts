import type { ObstacleContext } from "../../../../src/github/report/render/render-obstacle.ts";
import type { WorkflowCarrier } from "../../../../src/publish/carrier.ts";
import type { Obstacle, WorkflowPlace } from "../../../../src/publish/obstacle.ts";

/** Run 17 of the workflow in `acme/mirrors`. */
export const carrier: WorkflowCarrier = {
  kind: "actions",
  repository: { owner: "acme", name: "mirrors" },
  number: 17,
  url: "https://github.com/acme/mirrors/actions/runs/4711",
};

export const place: WorkflowPlace = {
  repository: { owner: "acme", name: "mirrors" },
  url: "https://github.com/acme/mirrors",
  defaultBranch: "main",
};

export const path = ".github/workflows/ghcr-mirror.yml";

/** A workflow, and what it was before. */
export const TEXT = "# version 2\nname: ghcr-mirror\non: workflow_dispatch\njobs:\n  mirror: {}\n";
export const OLD = "# version 1\nname: ghcr-mirror\non: workflow_dispatch\njobs:\n  mirror: {}\n";

/** The run that an obstacle is in the way of. */
export const context: ObstacleContext = {
  path: ".github/mirror.yml",
  commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
  installation: 42,
  finishedAt: Date.UTC(2026, 10, 22, 14, 2, 3),
};

/** One of each obstacle. */
export const OBSTACLES: { readonly [Code in Obstacle["code"]]: Extract<Obstacle, { readonly code: Code }> } =
  {
    WORKFLOW_MISSING: { code: "WORKFLOW_MISSING", place, path, text: TEXT },
    WORKFLOW_OUTDATED: {
      code: "WORKFLOW_OUTDATED",
      place,
      path,
      found: OLD,
      text: TEXT,
      words: 'Unexpected inputs provided: ["only"]',
    },
    WORKFLOW_DISABLED: { code: "WORKFLOW_DISABLED", place },
    ACTIONS_DISABLED: {
      code: "ACTIONS_DISABLED",
      place,
      words: "Actions has been disabled for this repository.",
    },
    NOT_PERMITTED: { code: "NOT_PERMITTED", place, words: "Resource not accessible by integration" },
    NOT_ACCEPTED: { code: "NOT_ACCEPTED", place, words: "Something new" },
    WAITS_FOR_APPROVAL: { code: "WAITS_FOR_APPROVAL", place, carrier },
    CANCELLED: { code: "CANCELLED", place, carrier },
    NOT_STARTED: {
      code: "NOT_STARTED",
      place,
      carrier,
      words: [
        "The job was not started because recent account payments have failed or your spending limit needs to be increased. Please check the 'Billing & plans' section in your settings.",
      ],
    },
    TIMED_OUT: { code: "TIMED_OUT", place, carrier },
    NAMELESS: { code: "NAMELESS", place },
    DELETED: { code: "DELETED", place },
    NO_RESULT: {
      code: "NO_RESULT",
      place,
      carrier,
      conclusion: "failure",
      words: ["there is no artifact ghcr-mirror-1-0"],
    },
  };
