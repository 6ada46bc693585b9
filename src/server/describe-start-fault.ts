/** The codes of errors that say how the server is set up wrongly: `StartError` and `StateError`. */
const CODES = [
  "CANNOT_START",
  "DATA_DIR_IN_USE",
  "DATA_DIR_UNUSABLE",
  "DATABASE_UNREACHABLE",
  "MIGRATION_FAILED",
];

/** One line for whoever set the server up; undefined where the error is not their doing. */
export function describeStartFault(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && CODES.includes(String(error.code)))) return undefined;
  return error.message;
}
