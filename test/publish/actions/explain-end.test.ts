import { describe, expect, it } from "vitest";
import type { WorkflowJob, WorkflowRun } from "../../../src/github/actions.ts";
import { explainEnd } from "../../../src/publish/actions/explain-end.ts";

const place = {
  repository: { owner: "acme", name: "mirrors" },
  url: "https://github.com/acme/mirrors",
  defaultBranch: "main",
};

function runOf(conclusion: string): WorkflowRun {
  return {
    id: 1,
    number: 17,
    attempt: 1,
    status: "completed",
    conclusion,
    title: "",
    url: "https://github.com/acme/mirrors/actions/runs/1",
    askedAt: new Date(0),
  };
}

function jobOf(conclusion: string, begunSteps: number): WorkflowJob {
  return { id: 2, name: "mirror", status: "completed", conclusion, begunSteps, checkRun: 3, url: "" };
}

const ends: readonly [run: string, jobs: readonly WorkflowJob[], obstacle: string][] = [
  ["cancelled", [jobOf("cancelled", 3)], "CANCELLED"],
  ["cancelled", [], "CANCELLED"],
  ["action_required", [], "WAITS_FOR_APPROVAL"],
  ["startup_failure", [], "NOT_STARTED"],
  ["timed_out", [jobOf("timed_out", 2)], "TIMED_OUT"],
  ["failure", [jobOf("timed_out", 2)], "TIMED_OUT"],
  ["failure", [jobOf("failure", 0)], "NOT_STARTED"],
  ["failure", [], "NOT_STARTED"],
  ["failure", [jobOf("failure", 2)], "NO_RESULT"],
  ["success", [jobOf("success", 4)], "NO_RESULT"],
  ["success", [], "NO_RESULT"],
  ["stale", [jobOf("failure", 1)], "NO_RESULT"],
];

describe("explainEnd", () => {
  it.each(ends)("%s → %3$s", (conclusion, jobs, code) => {
    const end = { run: runOf(conclusion), jobs, remarks: ["a remark"], missing: ["nothing there"] };
    const obstacle = explainEnd(place, end);
    expect(obstacle).toMatchObject({ code, carrier: { number: 17, repository: place.repository } });
  });

  it("hands on what GitHub remarked, and what is missing", () => {
    const failed = { run: runOf("failure"), remarks: ["spending limit"], missing: ["no artifact"] };
    expect(explainEnd(place, { ...failed, jobs: [jobOf("failure", 0)] })).toMatchObject({
      words: ["spending limit"],
    });
    expect(explainEnd(place, { ...failed, jobs: [jobOf("failure", 1)] })).toMatchObject({
      conclusion: "failure",
      words: ["no artifact", "spending limit"],
    });
  });
});
