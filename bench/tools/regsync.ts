import { regsyncWay } from "../regsync-way.ts";
import type { Tool } from "../tool.ts";

/** regclient's mirror, told to follow a repository, which it does tag by tag whatever `parallel` says. */
const regsync: Tool = {
  name: "regsync",
  version: ["regsync", "version"],
  ways: (job) => {
    if (job.tags.length === 1) return [];
    return [16, 3].map((concurrency) => regsyncWay(job, "repository", [""], concurrency));
  },
};

export default regsync;
