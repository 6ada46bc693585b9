import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandLine, Engine } from "../../src/cli/command-line.ts";
import { HELP } from "../../src/cli/help.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { OPTION_FLAGS } from "../../src/cli/split-arguments.ts";
import { version } from "../../src/cli/version.ts";
import { readDoctorEnvironment, readEnvironment } from "../../src/env.ts";
import { HeaderGate } from "../../src/reconcile/header-gate.ts";
import type { MirrorOptions } from "../../src/reconcile/mirror.ts";
import type { RunReport } from "../../src/reconcile/report.ts";
import { recorder } from "./recorder.ts";
import { image, report } from "./reports.ts";

const GOOD = `version: 1
mirrors:
  - docker.io/library/redis:7
  - source: docker.io/hashicorp/vault
    tags: ["1.18"]
`;
const BAD = `version: 1
mirrors:
  - source: docker.io/library/redis
    exlude: ["*-rc*"]
  - 7
`;

let folder = "";
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  await writeFile(file("good.yml"), GOOD);
  await writeFile(file("bad.yml"), BAD);
  await writeFile(file("large.yml"), Buffer.alloc(1024 * 1024 + 1, "#"));
  await writeFile(file("latin1.yml"), Buffer.from([0x76, 0xe9, 0x0a]));
});
afterAll(() => rm(folder, { recursive: true }));

/** An engine that ends with `reported`, and keeps what it was asked. */
function fakeEngine(reported: RunReport = report([])) {
  const asked: { command: string; options: MirrorOptions }[] = [];
  const work = (command: string) => async (options: MirrorOptions) => {
    asked.push({ command, options });
    return reported;
  };
  return { plan: work("plan"), sync: work("sync"), asked };
}

interface Surroundings extends Partial<CommandLine> {
  readonly engine?: Engine;
}

async function run(argv: readonly string[], { engine = fakeEngine(), ...others }: Surroundings = {}) {
  const [stdout, stderr] = [recorder(), recorder()];
  const line: CommandLine = {
    argv,
    env: readEnvironment({ HOME: folder }),
    readDoctorEnvironment: () => readDoctorEnvironment({}),
    stdin: Readable.from([]),
    stdout,
    stderr,
    signal: new AbortController().signal,
    now: () => 0,
    ...others,
  };
  return { code: await runCommandLine(line, engine), stdout: stdout.text(), stderr: stderr.text() };
}

describe("without a command", () => {
  it("prints help and version on stdout", async () => {
    expect(await run(["--help"])).toEqual({ code: 0, stdout: HELP, stderr: "" });
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `ghcr-mirror ${version}\n`, stderr: "" });
  });

  it("documents every option", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/cli.md"), "utf8");
    for (const flag of OPTION_FLAGS) {
      expect(HELP).toContain(flag);
      expect(page).toContain(`\`${flag}`);
    }
  });

  it("keeps the help within 80 columns", () => {
    expect(HELP.split("\n").filter((row) => row.length > 80)).toEqual([]);
  });

  it("explains wrong usage in one line on stderr", async () => {
    expect(await run(["sink", "\x1b[2J"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'ghcr-mirror: unknown command "sink"; did you mean "sync"?\n',
    });
  });
});

describe.each(["plan", "sync"])("%s with a wrong proxy", (command) => {
  it.each([
    [
      { HTTPS_PROXY: "socks5://acme:hush@proxy.example" },
      /^ghcr-mirror: HTTPS_PROXY: names a socks5 proxy; give .*\n$/,
    ],
    [{ http_proxy: "http://" }, /^ghcr-mirror: HTTP_PROXY: is not the address of a proxy; give .*\n$/],
  ])("starts nothing: %o", async (variables, words) => {
    const engine = fakeEngine();
    const env = readEnvironment({ HOME: folder, ...variables });
    const { code, stdout, stderr } = await run([command, file("good.yml"), "--owner", "acme"], {
      engine,
      env,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain("hush");
    expect(engine.asked).toEqual([]);
  });
});

describe("validate", () => {
  it("says that a config is fine", async () => {
    const name = file("good.yml");
    expect(await run(["validate", name])).toEqual({
      code: 0,
      stdout: `${name}: valid, 2 entries\n`,
      stderr: "",
    });
    expect(await run(["validate", name, "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await run(["validate", name, "--json"])).toMatchObject({
      code: 0,
      stdout: '{\n  "problems": []\n}\n',
    });
  });

  it("prints one line per problem", async () => {
    const { code, stdout, stderr } = await run(["validate", file("bad.yml")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    const [first, second, ...rest] = stdout.split("\n");
    expect(first).toMatch(new RegExp(`^${file("bad.yml")}:4:5: .*exlude.*exclude`));
    expect(second).toMatch(new RegExp(`^${file("bad.yml")}:5:5: `));
    expect(rest).toEqual([""]);
  });

  it("checks a policy where the file is called like one", async () => {
    const name = file("mirror-policy.yml");
    await writeFile(name, "version: 1\ngrants: [{ repository: acme/mirrors, destinations: ['**'] }]\n");
    expect(await run(["validate", name])).toEqual({
      code: 0,
      stdout: `${name}: valid, as a policy\n`,
      stderr: "",
    });
    const wrong = file("mirror-policy.yaml");
    await writeFile(wrong, "version: 1\nsources: { deny: [redis] }\n");
    expect(await run(["validate", wrong])).toEqual({
      code: 2,
      stdout: `${wrong}:2:19: a pattern on sources begins with the registry (write "docker.io/library/redis")\n`,
      stderr: "",
    });
  });

  it("does not look at proxies, which it has no use for", async () => {
    const env = readEnvironment({ HOME: folder, HTTPS_PROXY: "socks5://proxy.example" });
    expect(await run(["validate", file("good.yml"), "--quiet"], { env })).toMatchObject({ code: 0 });
  });

  it("prints the problems as one JSON document", async () => {
    const { code, stdout, stderr } = await run(["validate", file("bad.yml"), "--json"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(JSON.parse(stdout).problems).toMatchObject([
      { line: 4, column: 5, path: "mirrors[0].exlude" },
      { line: 5, column: 5, path: "mirrors[1]" },
    ]);
  });

  it("reads standard input for -", async () => {
    const stdin = (text: string) => ({
      stdin: Readable.from([Buffer.from(text.slice(0, 9)), Buffer.from(text.slice(9))]),
    });
    expect((await run(["validate", "-"], stdin(GOOD))).stdout).toBe("<stdin>: valid, 2 entries\n");
    expect((await run(["validate", "-"], stdin(BAD))).stdout).toMatch(/^<stdin>:4:5: .*\n<stdin>:5:5: .*\n$/);
  });

  it.each([
    ["absent.yml", "there is no such file"],
    ["good.yml/x", "there is no such file"],
    ["", "is a folder, not a file"],
    ["large.yml", "is over 1 MiB, too large for a config"],
    ["latin1.yml", "is not UTF-8 text"],
  ])("cannot read %o", async (name, why) => {
    const path = file(name);
    expect(await run(["validate", path])).toEqual({
      code: 2,
      stdout: "",
      stderr: `ghcr-mirror: ${path}: ${why}\n`,
    });
  });

  it("stops reading an endless standard input", async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    const { code, stderr } = await run(["validate", "-"], { stdin: endless });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "ghcr-mirror: <stdin>: is over 1 MiB, too large for a config\n",
    });
  });
});

it("can be interrupted while it waits for standard input", async () => {
  const silent = new Readable({ read() {} });
  const signal = AbortSignal.abort();
  expect(await run(["validate", "-"], { stdin: silent, signal })).toEqual({
    code: 130,
    stdout: "",
    stderr: "ghcr-mirror: stopped\n",
  });
});

describe.each(["plan", "sync"] as const)("%s", (command) => {
  const argv = () => [command, file("good.yml"), "--owner", "acme"];

  it("passes on what was asked", async () => {
    const engine = fakeEngine();
    const { signal } = new AbortController();
    const options = ["--only", "*/redis:*", "--concurrency", "5", "--registry", "localhost:5000"];
    await run([...argv(), ...options], { engine, signal });
    expect(engine.asked).toHaveLength(1);
    expect(engine.asked[0]).toMatchObject({
      command,
      options: { owner: "acme", registry: "localhost:5000", only: ["*/redis:*"], concurrency: 5 },
    });
    expect(engine.asked[0]?.options.config.entries).toHaveLength(2);
    expect(engine.asked[0]?.options.signal).toBe(signal);
    expect(engine.asked[0]?.options.pulls).toBeInstanceOf(HeaderGate);
    expect(engine.asked[0]?.options.registries.get("localhost:5000")).toBeDefined();
  });

  it("prints the report", async () => {
    const engine = fakeEngine(report([image()], { copied: 1, bytes: 12_345_678, seconds: 2 }));
    const { code, stdout, stderr } = await run(argv(), { engine });
    expect(code).toBe(0);
    expect(stdout).toContain("docker.io/library/redis:7  ghcr.io/acme/redis:7  none → 77ce77ce77ce  12 MB");
    expect(stdout).toMatch(command === "plan" ? /^Plan: 1 to copy / : /^1 copied /);
    expect(stderr).toBe("");
  });

  it("names an --only that matches nothing, and goes on with what the others mean", async () => {
    const engine = fakeEngine(report([image()], { copied: 1 }));
    const { code, stderr } = await run([...argv(), "--only", "redis:7", "--only", "*/redis:*"], { engine });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'ghcr-mirror: --only "redis:7" matches no image; write the source in full, as in "docker.io/library/redis:7" or "*/redis:7"\n',
    });
  });

  it("exits with 2 when --only leaves nothing, after an empty report", async () => {
    const { code, stdout, stderr } = await run([...argv(), "--only", "app:\x1b1", "--quiet", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).images).toEqual([]);
    expect(stderr).toContain('--only "app:\\x1b1" matches no image');
    expect((await run(argv())).code).toBe(0);
  });

  it("prints changes only when quiet", async () => {
    const unchanged = image({ action: "up-to-date", result: "skipped" });
    const engine = fakeEngine(report([unchanged], { upToDate: 1 }));
    expect(await run([...argv(), "--quiet"], { engine })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("prints exactly one JSON document", async () => {
    const reported = report([image()], { copied: 1, pulls: { "docker.io": 1 } });
    const { code, stdout } = await run([...argv(), "--json"], { engine: fakeEngine(reported) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(reported);
    expect(stdout.endsWith("}\n")).toBe(true);
  });

  it("exits with 1 when an image failed or is blocked", async () => {
    const failed = report([image({ result: "failed" })], { failed: 1 });
    expect((await run(argv(), { engine: fakeEngine(failed) })).code).toBe(1);
    const blocked = report([image({ action: "blocked", result: "skipped" })], { blocked: 1 });
    expect((await run(argv(), { engine: fakeEngine(blocked) })).code).toBe(1);
  });

  it("starts nothing with a config that is wrong", async () => {
    const engine = fakeEngine();
    const { code, stdout, stderr } = await run([command, file("bad.yml"), "--owner", "acme"], { engine });
    expect({ code, stdout, asked: engine.asked }).toEqual({ code: 2, stdout: "", asked: [] });
    expect(stderr).toBe((await run(["validate", file("bad.yml")])).stdout);
    const json = await run([command, file("bad.yml"), "--owner", "acme", "--json"], { engine });
    expect(json).toMatchObject({ code: 2, stderr });
    expect(JSON.parse(json.stdout).problems).toHaveLength(2);
  });

  it("shows the progress on stderr, unless quiet", async () => {
    const engine: Engine = { plan: work, sync: work };
    async function work({ onEvent }: MirrorOptions) {
      onEvent({ type: "selected", images: 2 });
      onEvent({ type: "planned", images: 1 });
      onEvent({ type: "finished", image: image() });
      return report([image()], { copied: 1 });
    }
    expect((await run(argv(), { engine })).stderr).toBe(
      "2 images, 1 to copy or update\n[1/1] docker.io/library/redis:7 → ghcr.io/acme/redis:7: copied, 12 MB\n",
    );
    expect((await run([...argv(), "--json"], { engine })).stderr).toContain("[1/1]");
    expect((await run([...argv(), "--quiet"], { engine })).stderr).toBe("");
  });

  it("stops when it is interrupted, and names what is left", async () => {
    const undone = image({
      result: "skipped",
      error: { code: "CANCELED", side: "source", message: "stopped" },
    });
    const interrupted = () => {
      const controller = new AbortController();
      const work = async ({ signal }: MirrorOptions) => {
        controller.abort();
        expect(signal.aborted).toBe(true);
        return report([undone]);
      };
      return { signal: controller.signal, engine: { plan: work, sync: work } };
    };
    const { code, stdout, stderr } = await run(argv(), interrupted());
    expect({ code, stderr }).toEqual({ code: 130, stderr: "Stopping; interrupt again to quit at once\n" });
    expect(stdout).toContain(
      "Stopped, 1 image left undone:\n  docker.io/library/redis:7 → ghcr.io/acme/redis:7\n",
    );

    const json = await run([...argv(), "--json"], interrupted());
    expect(json.code).toBe(130);
    expect(JSON.parse(json.stdout).images).toHaveLength(1);
    expect(json.stderr).toContain("Stopped, 1 image left undone\n");
  });

  it("is interrupted also when the engine gives up without a report", async () => {
    const controller = new AbortController();
    const work = async ({ signal }: MirrorOptions) => {
      controller.abort();
      return signal.throwIfAborted() ?? report([]);
    };
    const { code, stdout, stderr } = await run([...argv(), "--quiet"], {
      engine: { plan: work, sync: work },
      signal: controller.signal,
    });
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: "", stderr: "ghcr-mirror: stopped\n" });
  });

  it("owns up to an error that nobody foresaw", async () => {
    const work = () => Promise.reject(new TypeError("x is not a function\x1b[2J"));
    const { code, stdout, stderr } = await run(argv(), { engine: { plan: work, sync: work } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^ghcr-mirror: an error that should not happen; please report it\n {2}TypeError: x is not/,
    );
    expect(stderr).toContain("\\x1b[2J");
  });
});

describe("colors", () => {
  const colorful = async (argv: string[], variables: NodeJS.ProcessEnv, columns?: number) => {
    const stdout = recorder(columns);
    const engine = fakeEngine(report([image()], { copied: 1 }));
    const env = readEnvironment({ HOME: folder, ...variables });
    await run(["plan", file("good.yml"), "--owner", "acme", ...argv], { engine, env, stdout });
    return stdout.text().includes("\x1b[");
  };

  it.each<[string, string[], NodeJS.ProcessEnv, number | undefined, boolean]>([
    ["a terminal", [], {}, 120, true],
    ["a pipe", [], {}, undefined, false],
    ["--no-color", ["--no-color"], { FORCE_COLOR: "1" }, 120, false],
    ["NO_COLOR", [], { NO_COLOR: "1" }, 120, false],
    ["FORCE_COLOR", [], { FORCE_COLOR: "1" }, undefined, true],
    ["--json", ["--json"], { FORCE_COLOR: "1" }, 120, false],
  ])("go by %s", async (_what, argv, variables, columns, expected) => {
    expect(await colorful(argv, variables, columns)).toBe(expected);
  });
});
