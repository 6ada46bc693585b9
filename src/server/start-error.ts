/**
 * The server cannot start as it is set up. The message is one line: the variable or thing, what is wrong with it, what to
 * do. Ends with exit code 78.
 */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly code = "CANNOT_START";
}
