/** A place in a config file: 1-based lines and columns, columns in UTF-16 code units, the end exclusive. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Something in a config that a person must change. `message` says what is wrong, `hint` what to do about it. */
export interface Problem extends Position {
  readonly message: string;
  readonly hint?: string;
  /** Which value, as in `mirrors[2].tags[0]`; empty for the whole file. */
  readonly path: string;
}

/** `file:line:column: message (hint)`, the form that editors and CI annotations understand. */
export function formatProblem(file: string, { line, column, message, hint }: Problem): string {
  return `${file}:${line}:${column}: ${message}${hint ? ` (${hint})` : ""}`;
}
