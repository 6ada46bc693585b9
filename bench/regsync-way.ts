import type { Endpoint, Job, Way } from "./tool.ts";

/** Runs `regsync once` with an entry of `type` for every suffix of the repository's name. */
export function regsyncWay(
  { source, destination, repository, directory }: Job,
  type: "repository" | "image",
  suffixes: readonly string[],
  concurrency: number,
): Way {
  const credentials = ({ host, secure }: Endpoint) => {
    return { registry: host, tls: secure ? "enabled" : "disabled", reqConcurrent: concurrency };
  };
  const config = {
    version: 1,
    creds: [credentials(source), credentials(destination)],
    defaults: { parallel: concurrency, skipDockerConfig: true },
    sync: suffixes.map((suffix) => ({
      type,
      source: `${source.host}/${repository}${suffix}`,
      target: `${destination.host}/${repository}${suffix}`,
    })),
  };
  return {
    label: `parallel ${concurrency}`,
    command: ["regsync", "once", "--verbosity", "error", "--config", `${directory}/regsync.json`],
    files: { "regsync.json": JSON.stringify(config) },
  };
}
