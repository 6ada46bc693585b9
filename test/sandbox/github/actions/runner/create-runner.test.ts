// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that
import { describe, expect, it } from "vitest";
import { runWorkflow } from "./run-workflow.ts";

const run = (script: string) =>
  `jobs: { work: { runs-on: ubuntu-latest, steps: [{ run: ${JSON.stringify(script)} }] } }`;

describe("the sandbox's runner", () => {
  it("runs a script for real, and tells what it wrote", async () => {
    const { run: done, jobs, job } = await runWorkflow(run("echo out; echo err >&2; pwd; echo $((6 * 7))"));
    expect([done.conclusion, jobs]).toEqual(["success", { work: "success" }]);
    const { logText, steps } = job("work");
    for (const line of ["out", "err", "42"]) expect(logText.split("\n")).toContain(line);
    expect(steps.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ["Set up job", "success"],
      ["Run echo out; echo err >&2; pwd; echo $((6 * 7))", "success"],
      ["Complete job", "success"],
    ]);
  });

  it("passes outputs from job to job, and multiplies a job by them", async () => {
    const {
      jobs,
      job,
      run: done,
    } = await runWorkflow(
      `
on: { workflow_dispatch: { inputs: { run: { required: true } } } }
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: { more: "\${{ steps.split.outputs.more }}", note: "\${{ steps.split.outputs.note }}" }
    steps:
      - id: split
        run: |
          echo 'more=[{"part":1},{"part":2}]' >> "$GITHUB_OUTPUT"
          { echo 'note<<END'; echo one; echo two; echo END; } >> "$GITHUB_OUTPUT"
  more:
    needs: first
    if: needs.first.outputs.more != '[]'
    runs-on: [self-hosted, big]
    strategy: { matrix: { split: "\${{ fromJSON(needs.first.outputs.more) }}" } }
    steps:
      - run: echo "$RUN has $PART of $NOTE"
        env: { RUN: "\${{ inputs.run }}", PART: "\${{ matrix.split.part }}", NOTE: "\${{ needs.first.outputs.note }}" }
  never:
    needs: [first, more]
    if: needs.first.outputs.more == '[]'
    runs-on: ubuntu-latest
    steps: [{ run: exit 1 }]
`,
      { inputs: { run: "r-17" } },
    );
    expect(jobs).toEqual({
      first: "success",
      "more (1)": "success",
      "more (2)": "success",
      never: "skipped",
    });
    expect(job("more (2)").logText).toContain("r-17 has 2 of one\ntwo\n");
    expect(job("more (1)").labels).toEqual(["self-hosted", "big"]);
    expect(done.conclusion).toBe("success");
  });

  it("fails a job at a step that fails, and does what is to be done nevertheless", async () => {
    const {
      run: done,
      jobs,
      job,
      remarks,
    } = await runWorkflow(`
jobs:
  work:
    runs-on: ubuntu-latest
    steps:
      - { id: soft, run: exit 3, continue-on-error: true }
      - { name: hard, run: "false | true; exit 7", shell: bash }
      - { name: skipped, run: echo never }
      - { name: always, if: always(), run: "echo \${{ steps.soft.outcome }} \${{ steps.soft.conclusion }} \${{ job.status }}" }
      - { name: sorry, if: failure(), run: echo sorry }
  next: { needs: work, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
  mourn: { needs: [work, next], if: failure(), runs-on: ubuntu-latest, steps: [{ run: echo mourn }] }
`);
    expect([done.conclusion, jobs]).toEqual([
      "failure",
      { work: "failure", next: "skipped", mourn: "success" },
    ]);
    const conclusions = job("work").steps.map(({ conclusion }) => conclusion);
    expect(conclusions).toEqual([
      "success",
      "success",
      "failure",
      "skipped",
      "success",
      "success",
      "success",
    ]);
    expect(job("work").logText).toContain("failure success failure");
    expect(remarks("work")).toEqual([
      "Process completed with exit code 3.",
      "Process completed with exit code 1.",
    ]);
  });

  it("lets nothing of its own environment through", async () => {
    const { job } = await runWorkflow(run("env"), { variables: { REGISTRY_ENDPOINTS: "ghcr.io=http://x" } });
    const names = job("work")
      .logText.split("\n")
      .flatMap((line) => line.match(/^(\w+)=/)?.[1] ?? []);
    const own = names.filter((name) => !/^(GITHUB|RUNNER)_/.test(name));
    expect(own.sort()).toEqual(
      ["CI", "HOME", "LANG", "OLDPWD", "PATH", "PWD", "REGISTRY_ENDPOINTS", "SHLVL", "_"].filter((name) =>
        own.includes(name),
      ),
    );
    expect(own).toEqual(expect.arrayContaining(["CI", "HOME", "PATH", "REGISTRY_ENDPOINTS"]));
  });

  it("sets what GitHub sets", async () => {
    const { job, run: done } = await runWorkflow(run("env | grep -E '^(GITHUB|RUNNER)_' | sort"));
    const lines = job("work")
      .logText.split("\n")
      .filter((line) => line.includes("="));
    const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/)));
    expect(env).toMatchObject({
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: done.repository.world.url,
      GITHUB_REPOSITORY: "acme/mirrors",
      GITHUB_REPOSITORY_OWNER: "acme",
      GITHUB_REPOSITORY_ID: String(done.repository.id),
      GITHUB_RUN_ID: String(done.id),
      GITHUB_RUN_NUMBER: "1",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SHA: done.headSha,
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_JOB: "work",
      GITHUB_EVENT_NAME: "workflow_dispatch",
      GITHUB_SERVER_URL: `${done.repository.world.url}/ui`,
      RUNNER_OS: "Linux",
    });
    for (const name of [
      "GITHUB_WORKSPACE",
      "GITHUB_OUTPUT",
      "GITHUB_STEP_SUMMARY",
      "GITHUB_ENV",
      "GITHUB_PATH",
      "GITHUB_EVENT_PATH",
      "RUNNER_TEMP",
    ]) {
      expect(env[name]).toMatch(/^\//);
    }
    expect(Object.keys(env)).not.toContain("GITHUB_TOKEN");
  });

  it("carries what steps export to the following ones, and keeps their summaries", async () => {
    const { job } = await runWorkflow(`
env: { WHO: workflow, WHERE: workflow }
jobs:
  work:
    runs-on: ubuntu-latest
    env: { WHERE: job }
    steps:
      - run: |
          echo 'MADE=by a step' >> "$GITHUB_ENV"
          mkdir "$RUNNER_TEMP/bin" && echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
          printf '#!/bin/sh\\necho tool of mine\\n' > "$RUNNER_TEMP/bin/tool" && chmod +x "$RUNNER_TEMP/bin/tool"
          echo '# Done' >> "$GITHUB_STEP_SUMMARY"
      - run: tool; echo "$WHO, $WHERE, $MADE, \${{ env.MADE }}"; echo more >> "$GITHUB_STEP_SUMMARY"
`);
    expect(job("work").logText).toContain("tool of mine\nworkflow, job, by a step, by a step\n");
    expect(job("work").summary).toBe("# Done\nmore\n");
  });

  it.each([
    ["echo nonsense >> $GITHUB_OUTPUT", "Invalid format 'nonsense'"],
    ["echo 'a<<END' >> $GITHUB_OUTPUT", "Matching delimiter not found 'END'"],
  ])("fails a step that garbles its outputs: %s", async (script, message) => {
    const { jobs, remarks } = await runWorkflow(run(script));
    expect(jobs).toEqual({ work: "failure" });
    expect(remarks("work").join()).toContain(message);
  });

  it("fails a job whose matrix is empty or whose expressions are broken", async () => {
    const {
      jobs,
      remarks,
      run: done,
    } = await runWorkflow(`
jobs:
  empty: { runs-on: x, strategy: { matrix: { a: "\${{ fromJSON('[]') }}" } }, steps: [{ run: x }] }
  broken: { runs-on: x, if: "fromJSON('{')", steps: [{ run: x }] }
`);
    expect([done.conclusion, jobs]).toEqual(["failure", { empty: "failure", broken: "failure" }]);
    expect(remarks("empty")).toEqual([
      expect.stringContaining("Matrix vector 'a' does not contain any values"),
    ]);
  });

  it("lets the first failure of a matrix end the others, unless told otherwise", async () => {
    const matrix = (failFast: boolean) => `
jobs:
  work:
    runs-on: x
    strategy: { fail-fast: ${failFast}, matrix: { n: [1, 2, 3] } }
    steps: [{ run: "if [ \${{ matrix.n }} = 1 ]; then exit 1; fi; sleep \${{ matrix.n == 2 && ${failFast} && 60 || 0 }}" }]
`;
    const fast = await runWorkflow(
      matrix(true).replace("fail-fast: true,", "fail-fast: true, max-parallel: 2,"),
    );
    expect(fast.jobs).toEqual({ "work (1)": "failure", "work (2)": "cancelled", "work (3)": "cancelled" });
    const patient = await runWorkflow(matrix(false));
    expect(patient.jobs).toEqual({ "work (1)": "failure", "work (2)": "success", "work (3)": "success" });
    expect(patient.run.conclusion).toBe("failure");
  });
});
