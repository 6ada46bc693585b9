import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.ts";

/** What a part of the code may import besides itself: our own folders and files, and packages. */
interface Border {
  readonly part: string;
  readonly ours: readonly string[];
  readonly packages: readonly string[];
}

const BORDERS: readonly Border[] = [
  { part: "src/oci/", ours: [], packages: ["node:", "undici"] },
  { part: "src/copy/", ours: ["src/oci/"], packages: ["node:"] },
  {
    part: "src/config/",
    ours: ["src/oci/digest.ts", "src/oci/platform.ts", "src/oci/reference.ts"],
    packages: ["cron-parser", "re2js", "semver", "yaml"],
  },
  {
    // Pure: it decides and does nothing, so it has no way to a registry.
    part: "src/plan/",
    ours: [
      "src/config/",
      "src/oci/digest.ts",
      "src/oci/platform.ts",
      "src/oci/reference.ts",
      "src/oci/side.ts",
      "src/oci/tag-facts.ts",
    ],
    packages: ["semver"],
  },
  { part: "src/text/", ours: [], packages: [] },
  {
    part: "src/reconcile/",
    ours: ["src/config/", "src/copy/", "src/oci/", "src/plan/"],
    packages: [],
  },
  { part: "src/progress/", ours: ["src/reconcile/report.ts", "src/text/"], packages: [] },
  {
    // The requests, the runs, and where they are kept. What a run does is not known here.
    part: "src/jobs/",
    ours: [
      "src/oci/abortable.ts",
      "src/oci/clock.ts",
      "src/publish/carried-out.ts",
      "src/reconcile/report.ts",
    ],
    packages: ["node:", "@electric-sql/pglite", "kysely", "pg", "pg-boss"],
  },
  {
    part: "src/github/client/",
    ours: ["src/github/", "src/oci/abortable.ts", "src/oci/once.ts"],
    packages: ["probot"],
  },
  {
    // The parsing of comments, besides what is said: nothing here acts.
    part: "src/github/",
    ours: [
      "src/config/",
      "src/doctor/finding.ts",
      "src/doctor/order-findings.ts",
      "src/jobs/errand.ts",
      "src/jobs/intent.ts",
      "src/jobs/request.ts",
      "src/oci/abortable.ts",
      "src/oci/digest.ts",
      "src/oci/once.ts",
      "src/oci/reference.ts",
      "src/oci/registry/pull-limit.ts",
      "src/plan/departed.ts",
      "src/plan/plan.ts",
      "src/progress/",
      "src/publish/carrier.ts",
      "src/publish/look/look.ts",
      "src/publish/obstacle.ts",
      "src/publish/phase.ts",
      "src/publish/plan/pull-budget.ts",
      "src/publish/publisher-mode.ts",
      "src/reconcile/ghcr-refusal.ts",
      "src/reconcile/report.ts",
      "src/reconcile/verdict.ts",
      "src/reconcile/waits-of.ts",
      "src/text/",
      "src/workflow/workflow-file.ts",
    ],
    packages: ["probot", "diff", "mdast-util-from-markdown"],
  },
  {
    // What the bot and its workflow agree on. A job loads all of it but the reading of results.
    part: "src/workflow/",
    ours: ["src/config/limits.ts", "src/oci/reference.ts", "src/reconcile/report.ts"],
    packages: ["ajv", "node:zlib"],
  },
  {
    part: "src/publish/",
    ours: [
      "src/config/",
      "src/copy/abandon-upload.ts",
      "src/copy/pull-gate.ts",
      "src/github/actions.ts",
      "src/github/github-error.ts",
      "src/github/github.ts",
      "src/jobs/conversation-state.ts",
      "src/jobs/keeping-state.ts",
      "src/jobs/request.ts",
      "src/jobs/state.ts",
      "src/oci/",
      "src/plan/",
      "src/reconcile/",
      "src/text/",
      "src/workflow/",
    ],
    packages: ["node:stream/consumers", "yauzl"],
  },
  {
    // What the GitHub Action runs; a test of its own holds that it loads few packages.
    part: "src/action/",
    ours: [
      "src/cli/output.ts",
      "src/cli/progress/",
      "src/cli/render/failures.ts",
      "src/cli/render/style.ts",
      "src/cli/usage-error.ts",
      "src/config/",
      "src/environment/job-environment.ts",
      "src/github/report/",
      "src/oci/",
      "src/plan/compile-entry.ts",
      "src/plan/destination.ts",
      "src/plan/select-tags.ts",
      "src/publish/carrier.ts",
      "src/publish/hide-addresses.ts",
      "src/publish/retell.ts",
      "src/reconcile/",
      "src/text/",
      "src/workflow/",
    ],
    packages: ["node:"],
  },
  {
    part: "src/doctor/",
    ours: [
      "src/config/",
      "src/github/",
      "src/observe/log.ts",
      "src/oci/",
      "src/plan/destination.ts",
      "src/publish/actions/collect-results.ts",
      "src/publish/installation-tokens.ts",
      "src/publish/obstacle.ts",
      "src/publish/package-of.ts",
      "src/publish/probe/probe.ts",
      "src/publish/publisher-mode.ts",
      "src/reconcile/",
      "src/server/patient-fetch.ts",
      "src/text/",
      "src/workflow/",
    ],
    packages: ["node:", "probot", "yaml"],
  },
  {
    part: "src/worker/",
    ours: [
      "src/config/",
      "src/github/",
      "src/jobs/",
      "src/observe/",
      "src/doctor/",
      "src/oci/",
      "src/plan/",
      "src/progress/",
      "src/publish/",
      "src/reconcile/",
      "src/text/",
    ],
    packages: [],
  },
  { part: "src/observe/", ours: [], packages: ["node:", "pino", "pino-pretty"] },
  {
    part: "src/environment/",
    ours: [
      "src/cli/endpoint.ts",
      "src/cli/usage-error.ts",
      "src/oci/http/loopback.ts",
      "src/oci/http/proxy/",
      "src/oci/reference.ts",
      "src/publish/publisher-mode.ts",
      "src/workflow/workflow-file.ts",
    ],
    packages: ["node:"],
  },
  { part: "src/server/", ours: ["src/observe/"], packages: ["node:", "probot", "smee-client", "yaml"] },
  {
    part: "src/cli/",
    ours: [
      "src/action/",
      "src/config/",
      "src/doctor/",
      "src/environment/doctor-settings.ts",
      "src/github/github.ts",
      "src/oci/",
      "src/plan/",
      "src/progress/",
      "src/reconcile/",
      "src/text/",
      "src/workflow/workflow-file.ts",
      "src/env.ts",
      "package.json",
    ],
    packages: ["node:", "diff"],
  },
  { part: "src/env.ts", ours: ["src/cli/endpoint.ts", "src/environment/"], packages: ["node:"] },
  { part: "src/cli.ts", ours: ["src/cli/", "src/text/", "src/env.ts"], packages: [] },
  { part: "src/app.ts", ours: ["src/github/", "src/jobs/"], packages: ["probot"] },
  {
    part: "src/open-app.ts",
    ours: [
      "src/app.ts",
      "src/environment/",
      "src/github/",
      "src/jobs/",
      "src/observe/",
      "src/oci/clock.ts",
      "src/oci/registry/paces.ts",
      "src/publish/",
      "src/server/",
      "src/worker/",
    ],
    packages: ["probot"],
  },
  {
    part: "src/main.ts",
    ours: [
      "src/env.ts",
      "src/environment/",
      "src/github/client/app-octokit.ts",
      "src/observe/",
      "src/open-app.ts",
      "src/server/",
      "package.json",
    ],
    packages: ["node:"],
  },
];

const files = sourceFiles("src");

/** What a module names in its import and export statements and in `import()`. */
function importsOf(text: string): string[] {
  const statements =
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(statements)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

function breaches({ path, text }: SourceFile, { part, ours, packages }: Border): string[] {
  const isAllowed = (name: string) => {
    if (!name.startsWith(".")) {
      return packages.some(
        (known) => name.startsWith(known.endsWith(":") ? known : `${known}/`) || name === known,
      );
    }
    const target = posix.join(posix.dirname(path), name);
    return [part, ...ours].some((known) =>
      known.endsWith("/") ? target.startsWith(known) : target === known,
    );
  };
  return importsOf(text)
    .filter((name) => !isAllowed(name))
    .map((name) => `${path} imports ${name}`);
}

describe("importsOf", () => {
  it.each([
    ['import { a } from "./a.ts";', ["./a.ts"]],
    ['import type { A } from "./a.ts";', ["./a.ts"]],
    ['import {\n  a,\n  type B,\n} from "../b.ts";\nimport c from "c";', ["../b.ts", "c"]],
    ['import manifest from "../package.json" with { type: "json" };', ["../package.json"]],
    ['import "./effect.ts";', ["./effect.ts"]],
    ['export { a } from "./a.ts";\nexport * from "./b.ts";', ["./a.ts", "./b.ts"]],
    ['const { a } = await import("./a.ts");', ["./a.ts"]],
    ['type A = import("./a.ts").A;', ["./a.ts"]],
    ['// a word from "somewhere"\nexport const from = "x";', []],
  ])("reads %j", (text, expected) => {
    expect(importsOf(text)).toEqual(expected);
  });
});

describe("import borders", () => {
  it.each(BORDERS)("of $part", (border) => {
    const own = files.filter(({ path }) => path.startsWith(border.part));
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap((file) => breaches(file, border))).toEqual([]);
  });

  it("stand around every file", () => {
    const outside = files.filter(({ path }) => !BORDERS.some(({ part }) => path.startsWith(part)));
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  it("are noticed when they are crossed", () => {
    const [oci] = BORDERS.filter(({ part }) => part === "src/oci/");
    const file = { path: "src/oci/http/link.ts", text: 'import "../../env.ts";\nimport a from "yaml";' };
    expect(oci && breaches(file, oci)).toEqual([
      "src/oci/http/link.ts imports ../../env.ts",
      "src/oci/http/link.ts imports yaml",
    ]);
  });
});
