import { describe, expect, it } from "vitest";
import { concludeCheckRun, openCheckRun } from "../../src/worker/check-run.ts";
import { fakeInstallation } from "./fake-installation.ts";
import { runOf } from "./runs.ts";

const WORDS = { title: "Wrong", summary: "One problem" };
const ANNOTATED = {
  ...WORDS,
  annotations: [{ path: "a", startLine: 1, endLine: 1, level: "failure", title: "t", message: "m" }] as const,
};
const NEW = {
  name: "mirror / sync",
  commit: "c".repeat(40),
  externalId: runOf().id,
  status: "in_progress",
  output: WORDS,
};
const COMPLETED = { status: "completed", conclusion: "failure", output: ANNOTATED };

function place(github: ReturnType<typeof fakeInstallation>, run = runOf()) {
  return { github, run, commit: "c".repeat(40), signal: new AbortController().signal };
}

describe("openCheckRun", () => {
  it("finds the one that a dead process made", async () => {
    const github = fakeInstallation({ checkRuns: new Map([[runOf().id, 41]]) });
    expect(await openCheckRun(place(github), "queued", WORDS)).toBe(41);
    expect(github.calls).toEqual([]);
  });

  it("makes one where there is none, by the id of the run", async () => {
    const github = fakeInstallation({ checkRuns: new Map([["another", 41]]) });
    expect(await openCheckRun(place(github), "in_progress", WORDS)).toBe(900);
    expect(github.calls).toEqual([["create", NEW]]);
  });
});

describe("concludeCheckRun", () => {
  it("ends the one that is known", async () => {
    const github = fakeInstallation();
    await concludeCheckRun(place(github, runOf({ checkRun: 41 })), {
      conclusion: "failure",
      output: ANNOTATED,
    });
    expect(github.calls).toEqual([["update 41", COMPLETED]]);
  });

  it("makes one that is ended, with one request", async () => {
    const github = fakeInstallation();
    await concludeCheckRun(place(github), { conclusion: "failure", output: ANNOTATED });
    expect(github.calls).toEqual([["create", { ...NEW, ...COMPLETED }]]);
  });

  it("makes one without annotations first where they are many, and sends them once", async () => {
    const github = fakeInstallation();
    const annotations = Array.from({ length: 51 }, () => ANNOTATED.annotations[0]);
    await concludeCheckRun(place(github), { conclusion: "failure", output: { ...ANNOTATED, annotations } });
    expect(github.calls).toEqual([
      ["create", NEW],
      ["update 900", { ...COMPLETED, output: { ...ANNOTATED, annotations } }],
    ]);
  });
});
