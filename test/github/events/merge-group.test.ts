import { expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { APP, HEAD, HELLO, INSTALLATION, mergeGroup } from "./payloads.ts";

it("a queue that waits for the checks of a group", () => {
  const base = mergeGroup.merge_group.base_sha;
  const place = { installation: INSTALLATION, repository: HELLO };
  expect(intentsOf(APP, "merge_group", mergeGroup)).toEqual([
    { kind: "errand", errand: { kind: "group", ...place, head: HEAD, base } },
  ]);
});

it.each([
  ["is gone", { ...mergeGroup, action: "destroyed", reason: "dequeued" }],
  ["has no base", { ...mergeGroup, merge_group: { head_sha: HEAD } }],
])("a group that %s means nothing", (_what, payload) => {
  expect(intentsOf(APP, "merge_group", payload)).toEqual([]);
});
