import type { Endpoint, Tool } from "../tool.ts";

/** oras copies one tag at a time; for many tags, `xargs` keeps several of it going. */
const oras: Tool = {
  name: "oras",
  version: ["oras", "version"],
  ways({ source, destination, repository, tags, directory }) {
    const pairs = tags.map((tag) => [source, destination].map(({ host }) => `${host}/${repository}:${tag}`));
    const copy = (concurrency: number) => [
      "oras",
      "cp",
      "--no-tty",
      "--concurrency",
      String(concurrency),
      ...plain("--from-plain-http", source),
      ...plain("--to-plain-http", destination),
    ];
    if (pairs.length === 1) {
      return [32, 16, 3].map((concurrency) => ({
        label: `--concurrency ${concurrency}`,
        command: [...copy(concurrency), ...pairs.flat()],
      }));
    }
    return [32, 16].map((processes) => ({
      label: `${processes} at a time`,
      command: ["xargs", "-a", `${directory}/pairs`, "-n", "2", "-P", String(processes), ...copy(16)],
      files: { pairs: pairs.map((pair) => `${pair.join(" ")}\n`).join("") },
    }));
  },
};

function plain(flag: string, { secure }: Endpoint): string[] {
  return secure ? [] : [flag];
}

export default oras;
