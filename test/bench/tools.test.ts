import { describe, expect, it } from "vitest";
import { loadDirectory } from "../../bench/load-directory.ts";
import type { Job, Tool } from "../../bench/tool.ts";

const tools = await loadDirectory<Tool>(new URL("../../bench/tools/", import.meta.url));
const one: Job = {
  source: { host: "127.0.0.1:5001", secure: false },
  destination: { host: "127.0.0.1:5002", secure: false },
  repository: "bench/multi",
  tags: ["v1"],
  directory: "/job",
};
const many: Job = { ...one, tags: ["a", "b"] };
const secure: Job = {
  ...one,
  source: { host: "127.0.0.1:5001", secure: true },
  destination: { host: "127.0.0.1:5002", secure: true },
};

const firstWay = (name: string, job: Job) => tools.find((tool) => tool.name === name)?.ways(job)[0];
const command = (name: string, job: Job) => firstWay(name, job)?.command.join(" ");

describe("tools", () => {
  it("are found by their files", () => {
    expect(tools.map(({ name }) => name)).toEqual([
      ...["crane", "ghcr-mirror", "oras", "regctl", "regsync-entries", "regsync", "skopeo"],
    ]);
  });

  const S = "127.0.0.1:5001/bench/multi";
  const D = "127.0.0.1:5002/bench/multi";
  it.each([
    ["crane", "one", one, `crane copy -j 64 ${S}:v1 ${D}:v1`],
    ["crane", "many", many, `crane copy -j 64 --all-tags ${S} ${D}`],
    [
      "oras",
      "one",
      one,
      `oras cp --no-tty --concurrency 32 --from-plain-http --to-plain-http ${S}:v1 ${D}:v1`,
    ],
    ["oras", "secure", secure, `oras cp --no-tty --concurrency 32 ${S}:v1 ${D}:v1`],
    ["regctl", "one", one, `regctl image copy ${S}:v1 ${D}:v1`],
    ["regctl", "many", many, undefined],
    ["regsync", "one", one, undefined],
    ["regsync", "many", many, "regsync once --verbosity error --config /job/regsync.json"],
    [
      ...(["skopeo", "secure", secure] as const),
      "skopeo --insecure-policy copy --all --preserve-digests --src-tls-verify=true --dest-tls-verify=true " +
        `--quiet docker://${S}:v1 docker://${D}:v1`,
    ],
    [
      ...(["skopeo", "many", many] as const),
      "skopeo --insecure-policy sync --all --preserve-digests --src-tls-verify=false --dest-tls-verify=false " +
        `--src docker --dest docker ${S} 127.0.0.1:5002/bench`,
    ],
  ] as const)("%s, %s", (name, _, job, expected) => {
    expect(command(name, job)).toBe(expected);
  });

  it("gives oras its tags through xargs", () => {
    const way = firstWay("oras", many);
    expect(way?.command.slice(0, 7).join(" ")).toBe("xargs -a /job/pairs -n 2 -P 32");
    expect(way?.files).toEqual({ pairs: `${S}:a ${D}:a\n${S}:b ${D}:b\n` });
  });

  it("tells regctl and regsync how to talk to the hosts", () => {
    const files = { ...firstWay("regctl", secure)?.files, ...firstWay("regsync", many)?.files };
    expect(JSON.parse(files["regctl.json"] ?? "")).toMatchObject({
      hosts: { "127.0.0.1:5001": { tls: "enabled", reqConcurrent: 32 } },
    });
    expect(JSON.parse(files["regsync.json"] ?? "")).toMatchObject({
      creds: [{ registry: "127.0.0.1:5001", tls: "disabled" }, { registry: "127.0.0.1:5002" }],
    });
  });

  it("gives regsync one entry for the repository, or one for each tag", () => {
    const entries = (name: string) => JSON.parse(firstWay(name, many)?.files?.["regsync.json"] ?? "").sync;
    expect(entries("regsync")).toEqual([{ type: "repository", source: S, target: D }]);
    expect(entries("regsync-entries")).toEqual([
      { type: "image", source: `${S}:a`, target: `${D}:a` },
      { type: "image", source: `${S}:b`, target: `${D}:b` },
    ]);
  });

  it.each([
    { job: one, tags: ["v1"], scheme: "http" },
    { job: many, tags: ["*"], scheme: "http" },
    { job: secure, tags: ["v1"], scheme: "https" },
  ])("runs this project's sync with $tags over $scheme", ({ job, tags, scheme }) => {
    const way = firstWay("ghcr-mirror", job);
    expect(way?.command.slice(2).join(" ")).toBe(
      "sync /job/mirror.yml --owner bench --registry destination.test " +
        `--endpoint source.test=${scheme}://127.0.0.1:5001 ` +
        `--endpoint destination.test=${scheme}://127.0.0.1:5002 --json --quiet`,
    );
    expect(JSON.parse(way?.files?.["mirror.yml"] ?? "")).toEqual({
      version: 1,
      mirrors: [{ source: "source.test/bench/multi", to: "multi", tags }],
    });
  });
});
