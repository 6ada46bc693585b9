import { regsyncWay } from "../regsync-way.ts";
import type { Tool } from "../tool.ts";

/** regclient's mirror with an entry for each tag, which it works on side by side, but which follows no new tag. */
const regsyncEntries: Tool = {
  name: "regsync-entries",
  version: ["regsync", "version"],
  ways: (job) => {
    if (job.tags.length === 1) return [];
    const suffixes = job.tags.map((tag) => `:${tag}`);
    return [32, 16].map((concurrency) => regsyncWay(job, "image", suffixes, concurrency));
  },
};

export default regsyncEntries;
