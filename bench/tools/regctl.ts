import type { Endpoint, Tool } from "../tool.ts";

/** regclient's command line, for one image; `regsync` is the same project's tool for many. */
const regctl: Tool = {
  name: "regctl",
  version: ["regctl", "version"],
  ways({ source, destination, repository, tags, directory }) {
    if (tags.length !== 1) return [];
    const references = [source, destination].map(({ host }) => `${host}/${repository}:${tags.join()}`);
    return [32, 16, 3].map((concurrency) => ({
      label: `reqConcurrent ${concurrency}`,
      command: ["regctl", "image", "copy", ...references],
      files: {
        "regctl.json": JSON.stringify({
          hosts: Object.fromEntries(
            [source, destination].map((side) => [side.host, host(side, concurrency)]),
          ),
        }),
      },
      variables: { REGCTL_CONFIG: `${directory}/regctl.json` },
    }));
  },
};

function host({ secure }: Endpoint, reqConcurrent: number): object {
  return { tls: secure ? "enabled" : "disabled", reqConcurrent };
}

export default regctl;
