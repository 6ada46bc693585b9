import { expect, it } from "vitest";
import type { PullLimit } from "../../../src/oci/registry/pull-limit.ts";
import { tellSpent } from "../../../src/publish/pulls/tell-spent.ts";

const LIMIT: PullLimit = { registry: "docker.io", limit: 100, remaining: 0, window: 21_600 };

it.each<[PullLimit | undefined, number, string]>([
  [
    { ...LIMIT, countedBy: "address" },
    20,
    "docker.io grants 100 pulls in 6 h to this address, and 20 are left to people",
  ],
  [
    { ...LIMIT, countedBy: "account" },
    0,
    "docker.io grants 100 pulls in 6 h to this account, and none is left",
  ],
  [LIMIT, 0, "docker.io grants 100 pulls in 6 h, and none is left"],
  [undefined, 20, "docker.io grants no more pulls for now"],
])("tells of %j, with a reserve of %j", (limit, reserve, words) => {
  expect(tellSpent("docker.io", limit, reserve)).toBe(words);
});
