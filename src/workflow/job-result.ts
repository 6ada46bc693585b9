import type { RunReport } from "../reconcile/report.ts";

/**
 * What a job leaves behind for the bot, as JSON in an artifact. Nobody signs it, so it is good for telling and for nothing
 * else.
 */
export interface JobResult {
  readonly version: 1;
  /** That of the inputs. */
  readonly run: string;
  /** Which part of the run's images this job had, from 0. */
  readonly part: number;
  /** How many parts there are in all. */
  readonly parts: number;
  readonly report: RunReport;
}
