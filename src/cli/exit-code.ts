import type { RunReport } from "../reconcile/report.ts";
import { verdictOf } from "../reconcile/verdict.ts";

/** What the process ends with; see docs/cli.md, "Exit codes". */
export const ExitCode = {
  /** Every image is as the config wants it, or a plan found nothing in the way. */
  ok: 0,
  /** Some image failed, is blocked or waits for pulls; also an error nobody foresaw. */
  failed: 1,
  /** The command or the config is wrong, or `--only` selects nothing; nothing was copied. */
  usage: 2,
  /** Stopped by a signal, cleanly. 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit code that a finished plan or sync deserves. */
export function exitCodeOf(report: RunReport): ExitCode {
  const codes = {
    "as-wanted": ExitCode.ok,
    deferred: ExitCode.failed,
    failed: ExitCode.failed,
    stopped: ExitCode.interrupted,
  } as const;
  return codes[verdictOf(report)];
}
