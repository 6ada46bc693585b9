import type { RunReport } from "../../../reconcile/report.ts";

/** The images of a run that are left as they are, in counts: those of which there is more to say apart from those that are as wanted. */
export function peculiarCounts({
  summary,
  images,
}: RunReport): readonly (readonly [amount: number, what: string])[] {
  const drifted = images.filter(({ isDrifted }) => isDrifted).length;
  const vanished = images.filter(({ isVanished }) => isVanished).length;
  return [
    [drifted, "changed by somebody else"],
    [vanished, "gone at the source"],
    [summary.upToDate - drifted - vanished, "up to date"],
  ];
}
