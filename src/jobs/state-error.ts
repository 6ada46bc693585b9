/**
 * Why the state cannot be opened, as a closed set.
 *
 * `DATA_DIR_IN_USE` another process has the data directory · `DATA_DIR_UNUSABLE` it cannot be made, read or written, or what is in it is
 * damaged · `DATABASE_UNREACHABLE` the server does not answer, or does not let us in · `MIGRATION_FAILED` the tables cannot
 * be brought to what this version needs, or were made by a newer version.
 */
export type StateErrorCode =
  | "DATA_DIR_IN_USE"
  | "DATA_DIR_UNUSABLE"
  | "DATABASE_UNREACHABLE"
  | "MIGRATION_FAILED";

/** The state cannot be opened. The message is one line that says what to do, and never holds a password. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

/** The words of a failure on one line; those of its parts where it has none of its own, as with several addresses tried. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  const words = error instanceof Error ? error.message || error.name : String(error);
  return words.replaceAll(/\s+/g, " ").trim();
}
