import { formatDuration } from "../../src/text/format-duration.ts";
import type { CheckRun } from "../github/repositories/checks/check-run.ts";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";
import { until } from "./until.ts";

/** What is waited for, and how it is told. */
export interface Following {
  readonly headSha: string;
  /** When somebody did what it answers, by `performance.now()`. */
  readonly since: number;
  /** The check runs that the commit has already, which are not meant. */
  readonly earlier: number;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** Tells how the next check run of a commit stands, from its first word to its last, and resolves with it. */
export async function followCheckRun({ repository, app }: Scene, following: Following): Promise<CheckRun> {
  const { headSha, since, earlier, narrator, signal } = following;
  const waiting = { app, signal };
  const after = () => `after ${formatDuration(performance.now() - since)}`;
  const find = () => repository.checks.runsOf(headSha)[earlier];
  const run = await until("the commit has a check run", find, waiting);
  narrator.deed("ghcr-mirror[bot]", `answers on ${headSha.slice(0, 7)}:`);
  while (run.status !== "completed") {
    const { status, title } = run;
    narrator.state(run, title === undefined ? after() : `${after()}: ${title}`);
    const hasChanged = () => run.status !== status || run.title !== title || undefined;
    await until("the check run goes on", hasChanged, waiting);
  }
  narrator.state(run, after());
  return run;
}
