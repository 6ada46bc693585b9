import { firstCopyGoals } from "../report/first-copy-goals.ts";
import { peakGoal, requestGoal, wallGoal } from "../report/goal.ts";
import type { Tag, Workload } from "../workload.ts";

const KIB = 2 ** 10;
const MIB = 2 ** 20;

const base = [1, 2, 3, 4, 5].map((layer) => ({ seed: `shared ${layer}`, size: MIB }));
const tags = Array.from({ length: 200 }, (_, index): Tag => {
  const name = `1.0.${index}`;
  return { name, images: [{ name, layers: [...base, { seed: `shared ${name}`, size: 16 * KIB }] }] };
});
const goals = [
  requestGoal("destination", "requests", 0.55, { against: "crane" }),
  peakGoal(200),
  ...firstCopyGoals(tags),
];

/** The releases of one project: the same layers again and again. */
const shared: Workload = {
  name: "shared",
  summary: "200 tags, 5 layers of 1 MiB in all of them and one of 16 KiB of their own",
  tags,
  destination: "empty",
  goals: { local: [wallGoal("crane", 0.7), ...goals], rtt: [wallGoal("crane", 0.75), ...goals] },
};

export default shared;
