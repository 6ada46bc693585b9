import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import type { CommandLine } from "../../src/cli/command-line.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { readDoctorEnvironment, readEnvironment } from "../../src/env.ts";
import { recorder } from "./recorder.ts";

const TAGS = [
  "1",
  "1.16.3",
  "1.17.6",
  "1.18",
  "1.18.2",
  "1.18.3",
  "1.18.3-ent",
  "1.19.0-rc1",
  "edge",
  "latest",
];
const CONFIG = `version: 1
mirrors:
  - quay.io/acme/app:edge
  - source: quay.io/acme/app
    to: new
    tags: ["1.99.0", "2.*", { semver: ">=1.17", latest: 2 }]
    exclude: ["*-rc*"]
  - source: quay.io/acme/gone
    tags: ["*"]
`;

let folder = "";
let registry: SandboxRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  await writeFile(join(folder, "mirror.yml"), CONFIG);
  await writeFile(join(folder, "bad.yml"), "version: 2\n");
  await writeFile(join(folder, "plain"), CONFIG);
  registry = await startRegistry();
  for (const tag of TAGS) {
    pushImage(
      registry.store,
      "acme/app",
      tag,
      generateImage({ seed: tag.replace(/^1(\.18)?$/, "1.18.3"), layers: 1 }),
    );
  }
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true });
});

async function run(argv: readonly string[], columns?: number, others: Partial<CommandLine> = {}) {
  const [stdout, stderr] = [recorder(columns), recorder()];
  const line: CommandLine = {
    argv: ["tags", ...argv, "--no-color", "--endpoint", `quay.io=${registry.url}`],
    env: readEnvironment({ HOME: folder }),
    readDoctorEnvironment: () => readDoctorEnvironment({}),
    stdin: Readable.from([Buffer.from(CONFIG)]),
    stdout,
    stderr,
    signal: new AbortController().signal,
    now: () => 0,
    ...others,
  };
  return { code: await runCommandLine(line), stdout: stdout.text(), stderr: stderr.text() };
}

const GONE = `quay.io/acme/gone (line 8)
  ✗  cannot list the tags of quay.io/acme/gone: there is no such repository
     Check the name and the tag in the config.
`;
const ALL = `quay.io/acme/app (line 3): edge

quay.io/acme/app (line 4): 4 of 10 tags
  !  1.99.0  0  the source has no such tag
  !  2.*     0  selects no tag
  +  1           semver >=1.17, newest 2, as 1.18.3
  -  1.16.3      outside >=1.17
  -  1.17.6      not among the newest 2 of semver >=1.17
  +  1.18        semver >=1.17, newest 2, as 1.18.3
  +  1.18.2      semver >=1.17, newest 2
  +  1.18.3      semver >=1.17, newest 2
  -  1.18.3-ent  another line of versions (suffix -ent)
  -  1.19.0-rc1  excluded by *-rc*
  -  edge        not a version
  -  latest      not a version

${GONE}`;

describe("tags FILE", () => {
  it("sums up on a terminal what is selected, and what not and why", async () => {
    const { code, stdout } = await run([join(folder, "mirror.yml")], 80);
    expect(stdout).toBe(`quay.io/acme/app (line 3): edge

quay.io/acme/app (line 4): 4 of 10 tags
  !  1.99.0                                   0  the source has no such tag
  !  2.*                                      0  selects no tag
  +  semver >=1.17, newest 2                  4  1 1.18 1.18.2 1.18.3
  -  not a version                            2  edge latest
  -  outside >=1.17                           1  1.16.3
  -  not among the newest 2 of semver >=1.17  1  1.17.6
  -  another line of versions                 1  1.18.3-ent
  -  excluded by *-rc*                        1  1.19.0-rc1

${GONE}`);
    expect(code).toBe(1);
  });

  it("gives names lines of their own on a terminal that is narrow", async () => {
    const { stdout } = await run([join(folder, "mirror.yml")], 50);
    expect(stdout).toContain(`
  !  1.99.0  0
     the source has no such tag
  !  2.*  0
     selects no tag
  +  semver >=1.17, newest 2  4
     1 1.18 1.18.2 1.18.3
`);
  });

  it("shows every tag with --all, and where no terminal is", async () => {
    expect((await run([join(folder, "mirror.yml")])).stdout).toBe(ALL);
    expect((await run([join(folder, "mirror.yml"), "--all"], 80)).stdout).toBe(ALL);
    expect((await run(["-"])).stdout).toBe(ALL);
  });

  it("says with --quiet only what a person may want to change", async () => {
    expect((await run([join(folder, "plain"), "--quiet"])).stdout).toBe(`quay.io/acme/app (line 4)
  !  1.99.0  0  the source has no such tag
  !  2.*     0  selects no tag

${GONE}`);
  });

  it("prints one document with --json", async () => {
    const { code, stdout } = await run([join(folder, "mirror.yml"), "--json"]);
    const { entries } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(entries).toHaveLength(3);
    expect(entries[0]).toEqual({
      source: "quay.io/acme/app",
      line: 3,
      rules: [{ rule: "edge", tags: [] }],
      left: [],
      tags: [],
    });
    expect(entries[1]).toMatchObject({ source: "quay.io/acme/app", line: 4, available: 10 });
    expect(entries[1].rules[2]).toEqual({
      rule: "semver >=1.17, newest 2",
      tags: ["1", "1.18", "1.18.2", "1.18.3"],
    });
    expect(entries[1].tags.slice(0, 2)).toEqual([
      { tag: "1", rule: "semver >=1.17, newest 2", aliasOf: "1.18.3" },
      { tag: "1.16.3", why: "outside >=1.17" },
    ]);
    expect(entries[2].problem).toMatchObject({ code: "NOT_FOUND", side: "source" });
  });

  it("asks a source once, and none that need not be listed", async () => {
    registry.resetRequests();
    await run([join(folder, "mirror.yml")]);
    const lists = registry.requests.flatMap(({ path }) => /^\/v2\/(.+)\/tags\/list/.exec(path)?.[1] ?? []);
    expect(lists.toSorted()).toEqual(["acme/app", "acme/gone"]);
  });

  it("refuses a file that is wrong or not there, and options for images", async () => {
    const bad = await run([join(folder, "bad.yml")]);
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).toContain("bad.yml:1:10: ");
    expect((await run(["./none.yml"])).stderr).toBe("ghcr-mirror: ./none.yml: there is no such file\n");
    expect(await run([join(folder, "mirror.yml"), "--semver", "*"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "ghcr-mirror: a selection is tried out on an IMAGE; a FILE has selections of its own\n",
    });
  });
});

describe("tags IMAGE", () => {
  it("sorts the tags into lines of versions", async () => {
    const { code, stdout } = await run(["quay.io/acme/app"], 80);
    expect(stdout).toBe(`quay.io/acme/app: 10 tags
  no suffix        4  1.18.3 1.18.2 1.17.6 1.16.3 (1 prerelease: 1.19.0-rc1)
  -ent             1  1.18.3-ent
  no version       2  edge latest
`);
    expect(code).toBe(0);
    expect(JSON.parse((await run(["quay.io/acme/app", "--json"])).stdout)).toMatchObject({
      source: "quay.io/acme/app",
      available: 10,
      lines: [{ suffix: "", tags: 7, prereleases: ["1.19.0-rc1"] }, { suffix: "-ent" }],
      others: ["edge", "latest"],
    });
  });

  it("tries a selection out, and shows it as a config has it", async () => {
    const options = ["--semver", ">=1.17", "--latest=2", "--exclude", "1.18.2"];
    const { code, stdout } = await run(["quay.io/acme/app", ...options], 80);
    expect(stdout).toBe(`quay.io/acme/app: 4 of 10 tags
  +  semver >=1.17, newest 2   4  1 1.17.6 1.18 1.18.3
  -  not a version             2  edge latest
  -  outside >=1.17            1  1.16.3
  -  excluded by 1.18.2        1  1.18.2
  -  another line of versions  1  1.18.3-ent
  -  a prerelease              1  1.19.0-rc1

In a config:
  - source: quay.io/acme/app
    tags:
      - semver: ">=1.17"
        latest: 2
    exclude: ["1.18.2"]
`);
    expect(code).toBe(0);
  });

  it("fails where there is no such repository, and knows that it may have been a file", async () => {
    const { code, stdout, stderr } = await run(["quay.io/acme/mirror.ym"]);
    expect(code).toBe(1);
    expect(stdout).toContain("there is no such repository");
    expect(stderr).toBe(
      "ghcr-mirror: there is no file quay.io/acme/mirror.ym, so it was taken for an image\n",
    );
  });

  it("stops when it is told to", async () => {
    const { code } = await run(["quay.io/acme/app"], 80, { signal: AbortSignal.abort() });
    expect(code).toBe(130);
  });
});
