import type { Platform } from "../../src/oci/platform.ts";
import { firstCopyGoals } from "../report/first-copy-goals.ts";
import { cpuGoal, peakGoal, wallGoal } from "../report/goal.ts";
import type { Image, Tag, Workload } from "../workload.ts";

const MIB = 2 ** 20;

const PLATFORMS: readonly Platform[] = [
  { os: "linux", architecture: "386" },
  { os: "linux", architecture: "amd64" },
  { os: "linux", architecture: "arm", variant: "v6" },
  { os: "linux", architecture: "arm", variant: "v7" },
  { os: "linux", architecture: "arm64", variant: "v8" },
  { os: "linux", architecture: "ppc64le" },
  { os: "linux", architecture: "riscv64" },
  { os: "linux", architecture: "s390x" },
];

const images = PLATFORMS.map((platform): Image => {
  const name = `multi ${Object.values(platform).join("/")}`;
  const layers = [1, 2, 3, 4, 5, 6].map((layer) => ({ seed: `${name} ${layer}`, size: 4 * MIB }));
  return { name, layers, platform };
});
const tags: readonly Tag[] = [{ name: "v1", images }];
const counts = firstCopyGoals(tags);

/** One image as projects publish it: many platforms, layers of a few MiB. */
const multi: Workload = {
  name: "multi",
  summary: "one index, 8 platforms × 6 layers of 4 MiB",
  tags,
  destination: "empty",
  goals: {
    local: [wallGoal("oras", 1.15), wallGoal("crane", 0.8), cpuGoal("crane", 0.55), peakGoal(200), ...counts],
    rtt: [wallGoal("oras", 0.8), wallGoal("crane", 0.65), peakGoal(200), ...counts],
    "rtt-tls": [wallGoal("best", 0.4), peakGoal(200), ...counts],
  },
};

export default multi;
