/**
 * The command cannot start as it was given: an option, an environment variable or a file is wrong. The message is one
 * line that names the wrong thing and what to give instead. Ends with exit code 2.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}
