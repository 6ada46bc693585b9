import { describe, expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { APP, HEAD, HELLO, INSTALLATION, checkRun as rerun, checkSuite as rerunAll } from "./payloads.ts";

const place = { installation: INSTALLATION, repository: HELLO };
const run = (changes: object, payload: object = {}) => ({
  ...rerun,
  ...payload,
  check_run: { ...rerun.check_run, ...changes },
});

describe("a button", () => {
  const press = (identifier: string, changes: object = {}) =>
    intentsOf(
      APP,
      "check_run",
      run(changes, { action: "requested_action", requested_action: { identifier } }),
    );

  it.each(["plan", "sync", "retry"])("%s is pressed", (button) => {
    expect(press(button)).toEqual([
      {
        kind: "errand",
        errand: {
          kind: "button",
          ...place,
          button,
          checkRun: rerun.check_run.id,
          check: "mirror / sync",
          externalId: rerun.check_run.external_id,
          head: HEAD,
          author: "Codertocat",
        },
      },
    ]);
  });

  it.each<[string, () => readonly unknown[]]>([
    ["that we do not have", () => press("delete")],
    ["of another App", () => press("plan", { app: { id: 15_368 } })],
    ["of a check run without an id", () => press("plan", { id: undefined })],
  ])("%s means nothing", (_what, pressing) => {
    expect(pressing()).toEqual([]);
  });
});

describe("Re-run", () => {
  it("on a plan is the button Plan again", () => {
    expect(intentsOf(APP, "check_run", run({ name: "mirror / plan", external_id: null }))).toMatchObject([
      { errand: { kind: "button", button: "plan", check: "mirror / plan", externalId: "", head: HEAD } },
    ]);
  });

  it("on the plan of a merge queue's group plans the group again", () => {
    const base = "b".repeat(40);
    const told = { name: "mirror / plan", external_id: `group:${base}:${"c".repeat(8)}` };
    expect(intentsOf(APP, "check_run", run(told))).toEqual([
      { kind: "errand", errand: { kind: "group", ...place, head: HEAD, base } },
    ]);
  });

  it("on a policy looks at the policy again", () => {
    const before = "b".repeat(40);
    const told = { name: "mirror / policy", external_id: `policy:${before}:${"c".repeat(8)}` };
    expect(intentsOf(APP, "check_run", run(told))).toEqual([
      { kind: "errand", errand: { kind: "policy", ...place, commit: HEAD, before } },
    ]);
  });
});

describe("Re-run all checks", () => {
  const pull = (number: number, repository: number) => ({ number, base: { repo: { id: repository } } });
  const suite = (changes: object) => ({
    ...rerunAll,
    check_suite: { ...rerunAll.check_suite, head_branch: "topic", ...changes },
  });

  it("makes plans of the pull requests into this repository again", () => {
    const pulls = [pull(2, HELLO.id), pull(3, 7), null, {}, pull(4, HELLO.id)];
    expect(intentsOf(APP, "check_suite", suite({ pull_requests: pulls }))).toEqual([
      { kind: "errand", errand: { kind: "plan", ...place, pull: 2, isFresh: true } },
      { kind: "errand", errand: { kind: "plan", ...place, pull: 4, isFresh: true } },
    ]);
  });

  it("on the default branch applies its config again as well", () => {
    const payload = suite({ head_branch: "main", pull_requests: [pull(2, HELLO.id)] });
    expect(intentsOf(APP, "check_suite", payload)).toMatchObject([
      { kind: "reconcile", request: { reason: "rerun", commit: HEAD } },
      { kind: "errand", errand: { kind: "plan", pull: 2 } },
    ]);
  });

  it("of another App means nothing", () => {
    const payload = suite({ app: { id: 15_368 }, pull_requests: [pull(2, HELLO.id)] });
    expect(intentsOf(APP, "check_suite", payload)).toEqual([]);
  });
});
