import { expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { APP, HEAD, INSTALLATION, push } from "./payloads.ts";

const to = (full_name: string, ref = push.ref) => ({
  ...push,
  ref,
  repository: { ...push.repository, full_name },
});

it("a push to the repository of the organization may have changed its policy, and its config", () => {
  const repository = { id: push.repository.id, owner: "acme", name: ".github" };
  expect(intentsOf(APP, "push", to("acme/.github"))).toEqual([
    {
      kind: "reconcile",
      request: { installation: INSTALLATION, repository, commit: HEAD, reason: "push", scope: [] },
    },
    {
      kind: "errand",
      errand: { kind: "policy", installation: INSTALLATION, repository, commit: HEAD, before: push.before },
    },
  ]);
});

it.each([
  ["another branch of it", to("acme/.github", "refs/heads/next"), []],
  ["its private sibling", to("acme/.github-private"), ["reconcile"]],
  ["one that is named like it", to(".github/acme"), ["reconcile"]],
])("a push to %s has not", (_what, payload, kinds) => {
  expect(intentsOf(APP, "push", payload).map(({ kind }) => kind)).toEqual(kinds);
});
