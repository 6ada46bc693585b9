import { UsageError } from "./arguments.ts";

/** Those of `items` that are named, in their own order; all of them when no name is given. Throws `UsageError`. */
export function selectNamed<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  names: readonly string[],
): T[] {
  const known = items.map(nameOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no "${unknown}"; there is ${known.join(", ")}`);
  return items.filter((item) => names.length === 0 || names.includes(nameOf(item)));
}
