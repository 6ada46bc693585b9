import type { Endpoint, Tool } from "../tool.ts";

/** regclient's mirror, for many images, told to follow the whole repository. It takes its tags one by one. */
const regsync: Tool = {
  name: "regsync",
  version: ["regsync", "version"],
  ways({ source, destination, repository, tags, directory }) {
    if (tags.length === 1) return [];
    return [16, 3].map((concurrency) => ({
      label: `reqConcurrent ${concurrency}`,
      command: ["regsync", "once", "--verbosity", "error", "--config", `${directory}/regsync.json`],
      files: {
        "regsync.json": JSON.stringify({
          version: 1,
          creds: [source, destination].map((side) => credentials(side, concurrency)),
          defaults: { parallel: concurrency, skipDockerConfig: true },
          sync: [
            {
              type: "repository",
              source: `${source.host}/${repository}`,
              target: `${destination.host}/${repository}`,
            },
          ],
        }),
      },
    }));
  },
};

function credentials({ host, secure }: Endpoint, reqConcurrent: number): object {
  return { registry: host, tls: secure ? "enabled" : "disabled", reqConcurrent };
}

export default regsync;
