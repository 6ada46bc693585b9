import type { ImageReport, RunReport } from "../reconcile/report.ts";

/** What the process ends with; see docs/cli.md, "Exit codes". */
export const ExitCode = {
  /** Every image is as the config wants it, or a plan found nothing in the way. */
  ok: 0,
  /** Some image failed or is blocked; also an error nobody foresaw. */
  failed: 1,
  /** The command or the config is wrong, or `--only` selects nothing; nothing was copied. */
  usage: 2,
  /** Stopped by a signal, cleanly. 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit code that a finished plan or sync deserves. */
export function exitCodeOf({ images }: RunReport): ExitCode {
  if (images.some(isLeftUndone)) return ExitCode.interrupted;
  return images.every(isAsWanted) ? ExitCode.ok : ExitCode.failed;
}

/** Whether the run was stopped before this image's turn, or in the middle of it. */
export function isLeftUndone(image: ImageReport): boolean {
  return image.error?.code === "CANCELED";
}

function isAsWanted({ action, result }: ImageReport): boolean {
  if (action === "blocked" || result === "failed") return false;
  return result !== "skipped" || action === "up-to-date";
}
