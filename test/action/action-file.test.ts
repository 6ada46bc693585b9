import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { actionProblems } from "../../sandbox/github/actions/github-parser.ts";
import { readJobEnvironment } from "../../src/environment/job-environment.ts";
import { DEFAULT_ACTION, workflowText } from "../../src/workflow/workflow-file.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "../..", name), "utf8");
const text = read("action.yml");
const action = parse(text);
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
}
const steps: readonly Step[] = action.runs.steps;

describe("action.yml", () => {
  it("has nothing that GitHub's own parser finds wrong", () => {
    expect(actionProblems(text)).toEqual([]);
    expect(actionProblems(text.replace("shell: bash", "shel: bash"))).not.toEqual([]);
  });

  it("pins the actions of others by full SHA", () => {
    const uses = [...text.matchAll(/\buses: (.*)/g)].map(([, reference]) => reference);
    expect(uses.length).toBeGreaterThan(0);
    expect(
      uses.filter((reference) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference ?? "")),
    ).toEqual([]);
  });

  it("takes what the workflow gives, and all that is required is given", () => {
    const { jobs } = parse(workflowText(DEFAULT_ACTION));
    for (const job of [jobs.mirror, jobs.more]) {
      const given = Object.keys(job.steps[0].with);
      expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
      const required = Object.keys(action.inputs).filter((name) => action.inputs[name].required);
      expect(required.filter((name) => !given.includes(name))).toEqual([]);
    }
  });

  it("lets no shell read an input, but the program read all of them", () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
    const env = steps.find((step) => step.env)?.env ?? {};
    const passed = Object.values(env).flatMap((value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []);
    expect(passed.sort()).toEqual(Object.keys(action.inputs).sort());
    const job = readJobEnvironment(Object.fromEntries(Object.keys(env).map((name) => [name, name])));
    expect(Object.values(job?.inputs ?? {}).filter((value) => value === undefined)).toEqual([]);
    expect(job?.folder).toBe("MIRROR_RESULTS");
  });
});

describe("action/package.json", () => {
  const own = JSON.parse(read("action/package.json"));
  const root = JSON.parse(read("package.json"));
  const lock = JSON.parse(read("action/package-lock.json"));
  const rootLock = JSON.parse(read("package-lock.json"));

  it("is of the root's version, with some of its dependencies", () => {
    for (const key of ["name", "version", "license", "type", "engines", "private"])
      expect(own[key]).toEqual(root[key]);
    const { "cron-parser": cronParser, re2js, semver, undici, yaml } = root.dependencies;
    expect(own.dependencies).toEqual({ "cron-parser": cronParser, re2js, semver, undici, yaml });
  });

  it("agrees with its lock, which is a part of the root's", () => {
    const { "": top, ...packages } = lock.packages;
    expect(top).toMatchObject({ name: own.name, version: own.version, dependencies: own.dependencies });
    expect(Object.keys(packages)).toEqual(
      ["cron-parser", "luxon", "re2js", "semver", "undici", "yaml"].map((name) => `node_modules/${name}`),
    );
    for (const [path, entry] of Object.entries(packages)) expect(entry).toEqual(rootLock.packages[path]);
  });
});
