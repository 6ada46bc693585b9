// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readZip } from "./read-zip.ts";
import { runWorkflow } from "./run-workflow.ts";

const UPLOAD = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f";

const ACTION = `
name: Greet
description: Greets somebody
inputs:
  who: { description: Whom, default: "\${{ github.repository }}" }
  token: { description: For GitHub, default: "\${{ github.token }}" }
outputs:
  greeting: { description: What was said, value: "\${{ steps.greet.outputs.greeting }}" }
runs:
  using: composite
  steps:
    - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020
      with: { node-version: 24 }
    - id: greet
      shell: bash
      env: { WHO: "\${{ inputs.who }}", TOKEN: "\${{ inputs.token }}" }
      run: |
        ls "$GITHUB_ACTION_PATH" | grep -q "^action.ya*ml$"
        test "$GITHUB_ACTION_PATH" = "\${{ github.action_path }}"
        test -n "$TOKEN" && echo "token $TOKEN"
        node -e 'console.log("node", process.versions.node.split(".")[0] >= 24)'
        mkdir -p out/deep
        echo "hello $WHO" > out/deep/greeting.txt
        echo '{"version":1}' > out/result.json
        echo "greeting=hello $WHO" >> "$GITHUB_OUTPUT"
    - uses: ${UPLOAD}
      with: { name: "greeting-\${{ github.run_attempt }}", path: out, retention-days: 1 }
`;

const FAILING = `
name: Fail
description: Fails
runs:
  using: composite
  steps:
    - { run: exit 4, shell: bash }
    - { run: echo never, shell: bash }
    - { run: echo nevertheless, shell: bash, if: always() }
`;

let actions: ReadonlyMap<string, string>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "actions-"));
  const files: Record<string, string> = {
    "greet/action.yml": ACTION,
    "fail/action.yml": FAILING,
    "greet/sub/action.yaml": ACTION,
    "broken/action.yml": "name: x\nruns: { using: composite }",
    "node/action.yml": "name: x\ndescription: x\nruns: { using: node24, main: x.js }",
    "none/README.md": "",
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  actions = new Map(
    ["greet", "fail", "broken", "node", "none"].map((name) => [`acme/${name}`, join(folder, name)]),
  );
});

afterAll(() => rm(folder, { recursive: true }));

/** A workflow of one job with these steps. */
const work = (...steps: string[]) =>
  `jobs:\n  work:\n    runs-on: x\n    steps:\n${steps.map((step) => `      - ${step}\n`).join("")}`;

describe("a composite action", () => {
  it.each([["acme/greet@v1"], ["Acme/Greet@main"], ["acme/greet/sub@v1"]])(
    "is run with its inputs and outputs, and leaves an artifact: %s",
    async (uses) => {
      const text = work(
        `{ id: greet, uses: ${uses}, with: { who: ada, whom: nobody } }`,
        'run: "echo said: ${{ steps.greet.outputs.greeting }}"',
      );
      const { run, jobs, job } = await runWorkflow(text, { actions });
      expect(jobs).toEqual({ work: "success" });
      const { logText, steps } = job("work");
      expect(logText).toContain("token ***\nnode true\n");
      expect(logText).toContain("said: hello ada\n");
      expect(logText).toContain("##[warning]Unexpected input(s) 'whom', valid inputs are ['who', 'token']");
      expect(steps.map(({ name }) => name)).toEqual([
        "Set up job",
        `Run ${uses}`,
        expect.any(String),
        "Complete job",
      ]);
      const [artifact] = run.artifacts;
      expect(artifact?.name).toBe("greeting-1");
      expect(await readZip(artifact?.zip)).toEqual({
        "deep/greeting.txt": "hello ada\n",
        "result.json": '{"version":1}\n',
      });
    },
  );

  it("is given secrets that no log shows, whatever lines they have", async () => {
    const secrets = new Map([["acme/mirrors", { DOCKER: '{\n  "auths": "s3cr3t"\n}' }]]);
    const text = work('{ uses: acme/greet@v1, with: { whom: "${{ secrets.DOCKER }}" } }');
    const { job } = await runWorkflow(text, { actions, secrets });
    expect(job("work").logText).toContain("  whom: ***");
    expect(job("work").logText).not.toContain("s3cr3t");
  });

  it("fails the job that uses it", async () => {
    const text = work("uses: acme/fail@v1", "run: echo after", "{ run: echo at last, if: always() }");
    const { jobs, job, remarks } = await runWorkflow(text, { actions });
    expect(jobs).toEqual({ work: "failure" });
    const { logText, steps } = job("work");
    expect(steps.map(({ conclusion }) => conclusion)).toEqual([
      "success",
      "failure",
      "skipped",
      "success",
      "success",
    ]);
    expect(logText).not.toContain("never\n");
    expect(logText).toContain("nevertheless\n");
    expect(remarks("work")).toEqual(["Process completed with exit code 4."]);
  });

  it.each([
    ["nobody/nothing@v1", "Unable to resolve action `nobody/nothing@v1`, repository not found"],
    ["acme/none@v1", "Can't find 'action.yml', 'action.yaml' or 'Dockerfile'"],
    ["acme/broken@v1", "Required property is missing"],
    ["acme/node@v1", "this runner knows composite actions only, not node24"],
    ["./local", "Expected format {org}/{repo}[/path]@ref. Actual './local'"],
    ["docker://alpine:3", "Expected format {org}/{repo}[/path]@ref"],
  ])("that cannot be had fails the job before its first step: %s", async (uses, message) => {
    const { jobs, job, remarks } = await runWorkflow(work("run: echo before", `uses: ${uses}`), { actions });
    expect(jobs).toEqual({ work: "failure" });
    expect(job("work").steps.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ["Set up job", "failure"],
    ]);
    expect(remarks("work").join()).toContain(message);
  });
});

describe("actions/upload-artifact", () => {
  const FILES =
    "run: mkdir -p a/b .hidden && echo 1 > a/1.txt && echo 2 > a/b/2.txt && echo 3 > a/3.md && echo 4 > .hidden/4";
  const upload = (given: string) => `{ uses: ${UPLOAD}, with: ${given} }`;

  it.each([
    ["a file", "{ path: a/b/2.txt }", ["2.txt"]],
    ["a folder", "{ path: a/ }", ["1.txt", "3.md", "b/2.txt"]],
    ["a pattern", "{ path: 'a/**/*.txt' }", ["1.txt", "b/2.txt"]],
    ["several, with an exclusion", '{ path: "a/b\\na/*\\n!a/*.md" }', ["1.txt", "b/2.txt"]],
    [
      "hidden ones",
      "{ path: ., include-hidden-files: true }",
      [".hidden/4", "a/1.txt", "a/3.md", "a/b/2.txt"],
    ],
    ["no hidden ones", "{ path: . }", ["a/1.txt", "a/3.md", "a/b/2.txt"]],
  ])("packs %s", async (_, given, names) => {
    const { run, jobs } = await runWorkflow(work(FILES, upload(given)));
    expect(jobs).toEqual({ work: "success" });
    expect(run.artifacts.map(({ name }) => name)).toEqual(["artifact"]);
    expect(Object.keys(await readZip(run.artifacts[0]?.zip))).toEqual(names);
  });

  it.each([
    ["error", "failure"],
    ["warn", "success"],
    ["ignore", "success"],
  ] as const)("that finds nothing, with if-no-files-found: %s, ends in %s", async (manner, conclusion) => {
    const { run, jobs, job } = await runWorkflow(
      work(upload(`{ path: nothing, if-no-files-found: ${manner} }`)),
    );
    expect(jobs).toEqual({ work: conclusion });
    expect(run.artifacts).toEqual([]);
    const level = manner === "ignore" ? "" : manner === "warn" ? "##[warning]" : "##[error]";
    expect(job("work").logText).toContain(`${level}No files were found with the provided path: nothing.`);
  });

  it("replaces one of the same name only where it is told so", async () => {
    const twice = (more: string) =>
      work(FILES, upload("{ path: a/1.txt }"), upload(`{ path: a/3.md${more} }`));
    const refused = await runWorkflow(twice(""));
    expect(refused.jobs).toEqual({ work: "failure" });
    expect(refused.remarks("work").join()).toContain(
      "(409) Conflict: an artifact with this name already exists",
    );
    const { run } = await runWorkflow(twice(", overwrite: true"));
    expect(run.artifacts).toHaveLength(1);
    expect(Object.keys(await readZip(run.artifacts[0]?.zip))).toEqual(["3.md"]);
  });
});
