import { ReferenceError as BadReference, parseReference, type Reference } from "../oci/reference.ts";
import type { ProblemList } from "./problem-list.ts";
import { positionAt, textOf, type Value } from "./value.ts";

/** The reference that a string holds. Undefined where there is none, with a problem added unless it is no string at all. */
export function readReference(value: Value, problems: ProblemList): Reference | undefined {
  const text = textOf(value);
  if (text === undefined) return;
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    problems.addAt(positionAt(value, error.position), value.path, error.message);
    return;
  }
}
