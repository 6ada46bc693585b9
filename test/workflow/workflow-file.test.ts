import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../sandbox/github/actions/github-parser.ts";
import { version } from "../../src/cli/version.ts";
import {
  DEFAULT_ACTION,
  isActionReference,
  isCurrentWorkflow,
  WORKFLOW_NAME,
  WORKFLOW_VERSION,
  workflowText,
  workflowVersion,
} from "../../src/workflow/workflow-file.ts";
import { encodeInputs } from "../../src/workflow/workflow-inputs.ts";

const text = workflowText(DEFAULT_ACTION);
const workflow = parse(text);

describe("the workflow", () => {
  it("has nothing that GitHub's own parser finds wrong", () => {
    expect(workflowProblems(text)).toEqual([]);
  });

  it("is noticed by that parser when something is wrong", () => {
    expect(workflowProblems(text.replace("needs: mirror", "needs: mirrors"))).not.toEqual([]);
    expect(workflowProblems(text.replace("inputs.run }}", "inptus.run }}"))).not.toEqual([]);
  });

  it("uses the release that this is, unless it is told otherwise", () => {
    expect(DEFAULT_ACTION).toBe(`ghcr-mirror/ghcr-mirror@v${version}`);
    const uses = ({ jobs }: typeof workflow) =>
      Object.values<{ steps: { uses: string }[] }>(jobs).flatMap(({ steps }) =>
        steps.map((step) => step.uses),
      );
    expect(uses(workflow)).toEqual([DEFAULT_ACTION, DEFAULT_ACTION]);
    expect(uses(parse(workflowText("acme/fork@0123abc")))).toEqual([
      "acme/fork@0123abc",
      "acme/fork@0123abc",
    ]);
  });

  it("gives its jobs what they need and no more", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of [workflow.jobs.mirror, workflow.jobs.more]) {
      expect(job.permissions).toEqual({ contents: "read", packages: "write" });
    }
  });

  it("has no shell that anything could reach", () => {
    expect(text).not.toMatch(/^\s*-?\s*run: (?!\$\{\{ inputs\.run \}\}$)/m);
    expect(Object.keys(workflow.jobs.mirror.steps[0])).toEqual(["id", "uses", "with"]);
  });

  it("declares the inputs that are sent, as strings", () => {
    const { inputs: sent } = encodeInputs({
      run: "r",
      commit: "c",
      config: "f",
      repository: "a/b",
      skip: [1],
      destination: "d",
      only: ["*"],
      cleared: ["*"],
      reserve: 1,
      remove: ["*"],
    });
    const { inputs } = workflow.on.workflow_dispatch;
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(sent)));
    expect(Object.keys(inputs)).toHaveLength(Object.keys(sent).length);
    expect(Object.values<{ type: string }>(inputs).every(({ type }) => type === "string")).toBe(true);
  });

  it("carries the id of the run in its name, and one run per destination at a time", () => {
    expect(workflow.name).toBe(WORKFLOW_NAME);
    expect(workflow["run-name"]).toBe(`ghcr-mirror \${{ inputs.run }}`);
    expect(workflow.concurrency).toEqual({
      group: `ghcr-mirror \${{ inputs.destination }}`,
      "cancel-in-progress": false,
    });
  });
});

describe("workflowVersion", () => {
  it.each<[string, string, number | undefined]>([
    ["ours", text, WORKFLOW_VERSION],
    ["with line ends of Windows", text.replaceAll("\n", "\r\n"), WORKFLOW_VERSION],
    ["behind a byte order mark and a licence", `\ufeff# Copyright\n#\n\n${text}`, WORKFLOW_VERSION],
    [
      "customized",
      text.replaceAll("ubuntu-latest", "[self-hosted, linux]").replaceAll("350", "60"),
      WORKFLOW_VERSION,
    ],
    ["older", text.replace(/version \d+/, "version 0"), 0],
    ["newer", text.replace(/version \d+/, "version 12"), 12],
    ["somebody else's", "on: push\njobs: {}\n", undefined],
    ["one that says it far below", `${"#\n".repeat(40)}${text}`, undefined],
    ["one that says it outside of a comment", "name: ghcr-mirror workflow, version 1\n", undefined],
    ["empty", "", undefined],
  ])("of a file that is %s", (_, file, expected) => {
    expect(workflowVersion(file)).toBe(expected);
    expect(isCurrentWorkflow(file)).toBe((expected ?? 0) >= WORKFLOW_VERSION);
  });
});

describe("isActionReference", () => {
  it.each([DEFAULT_ACTION, "acme/mirror@main", "acme/tools/mirror@0123abcd", "./", "./.github/action"])(
    "takes %s",
    (reference) => expect(isActionReference(reference)).toBe(true),
  );

  it.each([
    "acme",
    "acme/mirror",
    "acme/mirror@",
    "acme/../x@y",
    "a/b@c d",
    "a/b@c\n",
    "a/b@c # x",
    "docker://x",
    "",
  ])("refuses %j", (reference) => expect(isActionReference(reference)).toBe(false));
});
