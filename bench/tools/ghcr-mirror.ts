import { fileURLToPath } from "node:url";
import type { Endpoint, Tool } from "../tool.ts";

const CLI = fileURLToPath(new URL("../../bin/ghcr-mirror.js", import.meta.url));

/** This project's `sync`, as it comes: no setting is tuned to the workload. */
const ghcrMirror: Tool = {
  name: "ghcr-mirror",
  version: [process.execPath, CLI, "--version"],
  ways({ source, destination, repository, tags, directory }) {
    const [owner, ...path] = repository.split("/");
    const config = {
      version: 1,
      mirrors: [
        { source: `source.test/${repository}`, to: path.join("/"), tags: tags.length === 1 ? tags : ["*"] },
      ],
    };
    const command = [
      ...[process.execPath, CLI, "sync", `${directory}/mirror.yml`],
      ...["--owner", owner ?? "", "--registry", "destination.test"],
      ...["--endpoint", `source.test=${url(source)}`, "--endpoint", `destination.test=${url(destination)}`],
      ...["--json", "--quiet"],
    ];
    return [{ label: "as it comes", command, files: { "mirror.yml": JSON.stringify(config) } }];
  },
};

function url({ host, secure }: Endpoint): string {
  return `${secure ? "https" : "http"}://${host}`;
}

export default ghcrMirror;
