import { firstCopyGoals } from "../report/first-copy-goals.ts";
import { cpuGoal, peakGoal, wallGoal } from "../report/goal.ts";
import type { Tag, Workload } from "../workload.ts";

const MIB = 2 ** 20;

const layers = [1, 2, 3, 4].map((layer) => ({ seed: `single ${layer}`, size: 256 * MIB }));
const tags: readonly Tag[] = [{ name: "v1", images: [{ name: "single", layers }] }];
const counts = firstCopyGoals(tags);

/** Large layers: what a byte costs. */
const single: Workload = {
  name: "single",
  summary: "one image, 4 layers of 256 MiB",
  tags,
  destination: "empty",
  goals: {
    local: [
      wallGoal("oras", 1.15),
      wallGoal("crane", 0.75),
      wallGoal("skopeo", 0.5),
      cpuGoal("crane", 0.55),
      peakGoal(200),
      ...counts,
    ],
    rtt: [peakGoal(200), ...counts],
  },
};

export default single;
