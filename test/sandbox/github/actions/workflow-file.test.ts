// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub look like that

import { describe, expect, it } from "vitest";
import { InvalidFile } from "../../../../sandbox/github/actions/invalid-file.ts";
import { readWorkflow } from "../../../../sandbox/github/actions/workflow-file.ts";

const FILE = `
name: Mirror
run-name: mirror \${{ inputs.run }}
on:
  workflow_dispatch:
    inputs:
      run: { required: true, type: string }
      only: { default: "[]", type: string }
      dry: { type: boolean }
permissions: {}
concurrency:
  group: ghcr-mirror-\${{ inputs.run }}
  cancel-in-progress: false
jobs:
  first:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    permissions: { contents: read, packages: write }
    outputs: { more: "\${{ steps.job.outputs.more }}" }
    steps:
      - id: job
        uses: acme/action@v1
        with: { part: 0, force: true, run: "\${{ inputs.run }}" }
  more:
    needs: first
    if: needs.first.outputs.more != '[]'
    runs-on: [self-hosted, "\${{ inputs.run }}"]
    strategy:
      fail-fast: false
      matrix: { part: "\${{ fromJSON(needs.first.outputs.more) }}" }
    steps:
      - run: |
          cat <<END
          \${{ matrix.part }}
          END
        shell: bash
        working-directory: sub
        env: { A: 1 }
`;

describe("a workflow file", () => {
  it("is read whole", () => {
    const file = readWorkflow(FILE);
    const { name, runName, dispatch, permissions, concurrency } = file;
    expect({ name, runName, permissions, concurrency }).toEqual({
      name: "Mirror",
      runName: "mirror ${{ inputs.run }}",
      permissions: {},
      concurrency: { group: "ghcr-mirror-${{ inputs.run }}", cancelInProgress: false },
    });
    expect(dispatch?.inputs).toEqual([
      { name: "run", required: true, default: undefined, type: "string", options: [] },
      { name: "only", required: false, default: "[]", type: "string", options: [] },
      { name: "dry", required: false, default: undefined, type: "boolean", options: [] },
    ]);
    const [first, more] = file.jobs;
    expect(first).toMatchObject({
      id: "first",
      needs: [],
      runsOn: "ubuntu-latest",
      timeoutMinutes: 350,
      permissions: { contents: "read", packages: "write" },
      outputs: { more: "${{ steps.job.outputs.more }}" },
      steps: [{ id: "job", uses: "acme/action@v1", with: { part: 0, force: true } }],
    });
    expect(more).toMatchObject({
      needs: ["first"],
      if: "needs.first.outputs.more != '[]'",
      timeoutMinutes: 360,
      strategy: { matrix: { part: "${{ fromJSON(needs.first.outputs.more) }}" }, failFast: false },
      permissions: undefined,
    });
    expect(more?.steps[0]).toMatchObject({
      run: "cat <<END\n${{ matrix.part }}\nEND\n",
      shell: "bash",
      workingDirectory: "sub",
      env: { A: 1 },
    });
  });

  it.each([
    ["workflow_dispatch", { inputs: [] }],
    ["[push, workflow_dispatch]", { inputs: [] }],
    ["{ push: , workflow_dispatch: }", { inputs: [] }],
    ["{ push: { branches: [main] } }", undefined],
    ["push", undefined],
  ])("on: %s", (on, dispatch) => {
    const job = "jobs: { a: { runs-on: x, steps: [{ run: x }] } }";
    expect(readWorkflow(`on: ${on}\n${job}`).dispatch).toEqual(dispatch);
  });

  it.each([
    ["on: [", /Flow sequence/],
    ["jobs: {}", /on/],
    ["on: push\njobs: { a: { steps: [{ run: x }] } }", /runs-on/],
    ["on: push\njobs: { a: { needs: [b], runs-on: x, steps: [{ run: x }] } }", /needs|b/],
    ["on: push\njobs: { a: { runs-on: x, steps: [{ fun: x }] } }", /Line: 2.*fun/],
    [
      'on: push\njobs: { a: { runs-on: x, steps: [{ run: "${{ nonsense.x }}" }] } }',
      /Unrecognized named-value: 'nonsense'/,
    ],
    ["on: push\npermissions: { cheese: write }\njobs: { a: { runs-on: x, steps: [{ run: x }] } }", /cheese/],
  ])("with a fault is refused in the words of GitHub's parser: %s", (text, words) => {
    expect(() => readWorkflow(text)).toThrow(InvalidFile);
    expect(() => readWorkflow(text)).toThrow(words);
  });
});
