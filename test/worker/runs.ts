import type { Run } from "../../src/jobs/run.ts";

/** A run that was queued, changed by `changes`. */
export function runOf(changes: Partial<Run> = {}): Run {
  return {
    id: "11111111-1111-4111-8111-111111111111",
    installation: 5,
    repository: { id: 7, owner: "acme", name: "mirrors" },
    commit: "c".repeat(40),
    reason: "push",
    scope: [],
    state: "queued",
    configSha: "b".repeat(40),
    configPath: ".github/mirror.yml",
    checkRun: null,
    conclusion: null,
    supersededBy: null,
    cancelledBy: null,
    pull: null,
    asker: null,
    urgency: 1,
    published: null,
    createdAt: new Date(0),
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}
