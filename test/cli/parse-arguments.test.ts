import { describe, expect, it } from "vitest";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { version } from "../../src/cli/version.ts";
import { readEnvironment } from "../../src/env.ts";

const bare = readEnvironment({});
const parse = (...argv: string[]) => parseArguments(argv, bare);

describe("parseArguments", () => {
  it("fills in what is left out", () => {
    expect(parse("plan", "mirror.yml", "--owner", "acme")).toEqual({
      command: "plan",
      file: "mirror.yml",
      owner: "acme",
      registry: "ghcr.io",
      endpoints: new Map(),
      only: [],
      reserve: 0,
      concurrency: 32,
      json: false,
      quiet: false,
      color: undefined,
    });
  });

  it("takes every option, anywhere", () => {
    const argv = [
      ...["--json", "--owner=Acme", "sync", "--only", "*/redis:*", "mirror.yml", "--only=*:1.2", "--quiet"],
      ...["--registry", "LOCALHOST:5000", "--concurrency", "256", "--no-color", "--reserve", "20"],
      ...["--endpoint", "docker.io=http://127.0.0.1:1", "--endpoint=quay.io=https://quay.example"],
    ];
    expect(parse(...argv)).toEqual({
      command: "sync",
      file: "mirror.yml",
      owner: "acme",
      registry: "localhost:5000",
      endpoints: new Map([
        ["docker.io", new URL("http://127.0.0.1:1")],
        ["quay.io", new URL("https://quay.example")],
      ]),
      only: ["*/redis:*", "*:1.2"],
      reserve: 20,
      concurrency: 256,
      json: true,
      quiet: true,
      color: false,
    });
  });

  it("needs no owner to validate, and takes - for standard input", () => {
    const request = { command: "validate", file: "-", json: false, quiet: false, color: undefined };
    expect(parse("validate", "-")).toEqual(request);
  });

  it("needs no owner to look at tags, and no selection", () => {
    const request = {
      command: "tags",
      target: "redis",
      trial: undefined,
      all: false,
      endpoints: new Map(),
      concurrency: 32,
      json: false,
      quiet: false,
      color: undefined,
    };
    expect(parse("tags", "redis")).toEqual(request);
    const options = ["--all", "--semver", ">=7", "--semver=^6", "--latest", "3", "--suffix=-alpine"];
    expect(parse("tags", ...options, "redis")).toEqual({
      ...request,
      all: true,
      trial: {
        semver: [">=7", "^6"],
        regex: [],
        glob: [],
        latest: 3,
        prerelease: false,
        suffix: "-alpine",
        exclude: [],
      },
    });
  });

  it("needs nothing to begin with, and takes another action for the workflow", () => {
    expect(parse("init")).toEqual({ command: "init", action: `ghcr-mirror/ghcr-mirror@v${version}` });
    expect(parse("init", "--action", "acme/fork@main")).toEqual({
      command: "init",
      action: "acme/fork@main",
    });
    expect(parse("job")).toEqual({ command: "job" });
  });

  it("takes a file whose name looks like an option after --", () => {
    expect(parse("validate", "--", "--odd.yml")).toMatchObject({ file: "--odd.yml" });
  });

  it("prefers options to the environment", () => {
    const env = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "acme",
      REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:1,quay.io=http://127.0.0.1:2",
      FORCE_COLOR: "1",
    });
    expect(parseArguments(["plan", "f"], env)).toMatchObject({ owner: "acme", color: true });
    const flagged = parseArguments(
      ["plan", "f", "--owner", "beta", "--endpoint", "docker.io=http://127.0.0.1:9", "--no-color"],
      env,
    );
    expect(flagged).toMatchObject({ owner: "beta", color: false });
    expect(flagged).toHaveProperty(
      "endpoints",
      new Map([
        ["docker.io", new URL("http://127.0.0.1:9")],
        ["quay.io", new URL("http://127.0.0.1:2")],
      ]),
    );
  });

  it("looks at REGISTRY_ENDPOINTS only where registries are asked", () => {
    const env = readEnvironment({ REGISTRY_ENDPOINTS: "docker.io" });
    expect(parseArguments(["--help"], env)).toEqual({ command: "help" });
    expect(parseArguments(["validate", "f"], env)).toMatchObject({ command: "validate" });
    expect(() => parseArguments(["plan", "f", "--owner", "a"], env)).toThrow(
      new UsageError(
        'REGISTRY_ENDPOINTS: "docker.io" is not HOST=URL, as in docker.io=http://127.0.0.1:5003',
      ),
    );
  });

  it.each([
    ["GHCR.io", "ghcr.io"],
    ["index.docker.io", "docker.io"],
    ["Registry-1.docker.io", "docker.io"],
  ])("knows the registry %s as %s", (written, registry) => {
    expect(parse("plan", "f", "--owner", "a", "--registry", written)).toMatchObject({ registry });
  });

  it("takes endpoint and option for one host, however they call it", () => {
    const env = readEnvironment({ REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:1" });
    const argv = ["plan", "f", "--owner", "a", "--endpoint", "index.docker.io=http://127.0.0.1:9"];
    expect(parseArguments(argv, env)).toHaveProperty(
      "endpoints",
      new Map([["docker.io", new URL("http://127.0.0.1:9")]]),
    );
  });

  it.each([
    [["--help"], "help"],
    [["-h"], "help"],
    [["sync", "--help", "--version"], "help"],
    [["--version"], "version"],
  ])("understands %o without the rest", (argv, command) => {
    expect(parse(...argv)).toEqual({ command });
  });

  it.each([
    [[], "say what to do: validate, plan, sync, tags, init, doctor, or --help"],
    [["plam", "f"], 'unknown command "plam"; did you mean "plan"?'],
    [["help"], 'unknown command "help"; did you mean "--help"?'],
    [["frobnicate"], 'unknown command "frobnicate"'],
    [["plan", "f", "--onwer", "acme"], 'unknown option --onwer; did you mean "--owner"?'],
    [["plan", "f", "--frobnicate=1"], "unknown option --frobnicate"],
    [["plan", "f", "-q"], "unknown option -q"],
    [["plan", "f", "--toString"], "unknown option --toString"],
    [["plan", "f", "--json=yes"], "--json takes no value"],
    [["plan", "f", "--owner"], "--owner needs a value"],
    [["plan", "f", "--owner="], "--owner needs a value"],
    [["plan", "f", "--owner", "--json"], "--owner needs a value"],
    [["plan", "f", "--owner", "a", "--only", ""], "--only needs a value"],
    [
      ["tags", "redis", "--suffix", "-alpine"],
      "--suffix needs a value; this one is written --suffix=-alpine",
    ],
    [["tags", "redis", "--latest", "0"], '--latest "0" is not a number from 1 to 1000'],
    [["sync", "f", "--exclude", "*-rc*"], "--exclude is an option of tags; sync would overlook it"],
    [["tags", "f", "--only", "*"], "--only is an option of plan and sync; tags would overlook it"],
    [["tags"], "tags needs a FILE or IMAGE, as in: ghcr-mirror tags .github/mirror.yml"],
    [["tags", "a", "b"], 'tags takes one FILE or IMAGE, not also "b"'],
    [
      ["plan", "f", "--owner", "a", "--only", "["],
      '--only "[" is not a glob: a `[` is never closed, at character 1',
    ],
    [
      ["sync", "f", "--owner", "a", "--only", "*", "--only", "app:[9-1]"],
      '--only "app:[9-1]" is not a glob: the range 9-1 runs backwards, at character 6',
    ],
    [["init", "here"], 'init takes no "here"'],
    [["init", "--action", "main"], '--action "main" is not an action, as in ghcr-mirror/ghcr-mirror@v0.1.0'],
    [["job", "f"], 'job takes no "f"'],
    [["validate"], "validate needs a FILE, as in: ghcr-mirror validate .github/mirror.yml"],
    [["validate", "a", "b", "c"], 'validate takes one FILE, not also "b c"'],
    [["plan", "f"], "say whose registry to write: --owner NAME, or GITHUB_REPOSITORY_OWNER"],
    [
      ["plan", "f", "--owner", "acme/x"],
      '"acme/x" (--owner or GITHUB_REPOSITORY_OWNER) is not the name of a user or organization',
    ],
    [
      ["plan", "f", "--owner", "a", "--registry", "https://ghcr.io"],
      '--registry "https://ghcr.io" is not a host, as in ghcr.io or localhost:5000',
    ],
    [["plan", "f", "--owner", "a", "--reserve", "all"], '--reserve "all" is not a number from 0 to 999999'],
    [["plan", "f", "--owner", "a", "--reserve=-1"], '--reserve "-1" is not a number from 0 to 999999'],
    [["plan", "f", "--owner", "a", "--concurrency", "0"], '--concurrency "0" is not a number from 1 to 256'],
    [
      ["plan", "f", "--owner", "a", "--concurrency", "257"],
      '--concurrency "257" is not a number from 1 to 256',
    ],
    [
      ["plan", "f", "--owner", "a", "--concurrency", "3.5"],
      '--concurrency "3.5" is not a number from 1 to 256',
    ],
    [
      ["plan", "f", "--owner", "a", "--endpoint", "docker.io"],
      '--endpoint: "docker.io" is not HOST=URL, as in docker.io=http://127.0.0.1:5003',
    ],
  ])("refuses %o", (argv, message) => {
    expect(() => parse(...argv)).toThrow(new UsageError(message));
  });
});
