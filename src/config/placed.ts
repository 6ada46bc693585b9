import type { Value } from "./value.ts";

/** Something read, and the value it was read from. */
export interface Placed<T> {
  readonly meaning: T;
  readonly value: Value;
}
