import type { Tool } from "../tool.ts";

/** go-containerregistry's command line. It tells plain HTTP from TLS by trying. */
const crane: Tool = {
  name: "crane",
  version: ["crane", "version"],
  ways({ source, destination, repository, tags }) {
    const [only] = tags.length === 1 ? tags : [];
    const what =
      only === undefined
        ? ["--all-tags", `${source.host}/${repository}`, `${destination.host}/${repository}`]
        : [`${source.host}/${repository}:${only}`, `${destination.host}/${repository}:${only}`];
    return [64, 32, 16, 4].map((jobs) => ({
      label: `-j ${jobs}`,
      command: ["crane", "copy", "-j", String(jobs), ...what],
    }));
  },
};

export default crane;
