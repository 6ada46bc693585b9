import type { ProblemList } from "./problem-list.ts";
import { positionAt, type Value } from "./value.ts";

/** Why a text is not what it should be. `position` is the 0-based index of where it goes wrong. */
export interface Fault {
  readonly position: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Adds a problem for a fault in a string, at its place in the file. */
export function addFault(value: Value, { position, message, hint }: Fault, problems: ProblemList): void {
  problems.addAt(positionAt(value, position), value.path, message, hint);
}
