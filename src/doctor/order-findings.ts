import { FINDING_STATES, type Finding } from "./finding.ts";

/** What needs a person first, and otherwise as it came. */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  return FINDING_STATES.flatMap((state) => findings.filter((finding) => finding.state === state));
}

/** `1 bad, 2 unknown, 11 good` */
export function countFindings(findings: readonly Finding[]): string {
  return FINDING_STATES.flatMap((state) => {
    const amount = findings.filter((finding) => finding.state === state).length;
    return amount > 0 ? [`${amount} ${state}`] : [];
  }).join(", ");
}
