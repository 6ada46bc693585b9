import { posix } from "node:path";
import type { Tool } from "../tool.ts";

/** `skopeo copy` for one image, `skopeo sync` for a repository. Neither has a setting for its concurrency. */
const skopeo: Tool = {
  name: "skopeo",
  version: ["skopeo", "--version"],
  ways({ source, destination, repository, tags }) {
    const [only] = tags.length === 1 ? tags : [];
    const flags = [
      "--all",
      "--preserve-digests",
      `--src-tls-verify=${source.secure}`,
      `--dest-tls-verify=${destination.secure}`,
    ];
    const from = `${source.host}/${repository}`;
    const to = `${destination.host}/${repository}`;
    const what =
      only === undefined
        ? ["sync", ...flags, "--src", "docker", "--dest", "docker", from, posix.dirname(to)]
        : ["copy", ...flags, "--quiet", `docker://${from}:${only}`, `docker://${to}:${only}`];
    return [{ label: what[0] ?? "", command: ["skopeo", "--insecure-policy", ...what] }];
  },
};

export default skopeo;
