import { peakGoal, requestGoal, wallGoal } from "../report/goal.ts";
import type { Tag, Workload } from "../workload.ts";

const layers = [{ seed: "noop", size: 2 ** 10 }];
const tags = Array.from({ length: 500 }, (_, index): Tag => {
  const name = `1.0.${index}`;
  return { name, images: [{ name, layers }] };
});
const goals = [
  requestGoal("source", "manifest GETs", 0, { matches: (kind) => kind === "manifest GET" }),
  requestGoal("source", "blob requests", 0, { matches: (kind) => kind.startsWith("blob ") }),
  requestGoal("destination", "writes", 0, { matches: (kind) => !/ (GET|HEAD)$/.test(kind) }),
  requestGoal("source", "requests", tags.length + 1),
  requestGoal("destination", "requests", tags.length + 1),
  peakGoal(200),
];

/** What a schedule does most of the time: nothing. */
const noop: Workload = {
  name: "noop",
  summary: "500 tags that are in sync",
  tags,
  destination: "in sync",
  goals: {
    local: [wallGoal("crane", 1.1), wallGoal("regsync", 0.6), ...goals],
    rtt: [wallGoal("crane", 0.8), wallGoal("regsync", 0.05), ...goals],
  },
};

export default noop;
