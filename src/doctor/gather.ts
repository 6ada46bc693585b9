import type { Diagnosis } from "./finding.ts";

/** Names in one finding, and findings of one check. */
const MOST_NAMES = 5;
const MOST_FINDINGS = 20;

/** Tells the same thing once of all that it is true of, in the order of what was met first. */
export function gather(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const alike = Map.groupBy(diagnoses, ({ about: _, ...others }) => JSON.stringify(others));
  const gathered = [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, about: namesOf(same) }] : [];
  });
  const left = gathered.length - MOST_FINDINGS;
  if (left <= 0) return gathered;
  return [
    ...gathered.slice(0, MOST_FINDINGS),
    { state: "unknown", words: `${left} further findings are left out.` },
  ];
}

function namesOf(diagnoses: readonly Diagnosis[]): string {
  const names = diagnoses.flatMap(({ about }) => (about === undefined ? [] : [about]));
  const left = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}
