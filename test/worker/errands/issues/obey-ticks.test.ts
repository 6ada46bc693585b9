import { describe, expect, it } from "vitest";
import type { Command } from "../../../../src/github/commands/command.ts";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { marked } from "../../../../src/github/report/marker.ts";
import type { Box } from "../../../../src/jobs/errand.ts";
import type { Outcome } from "../../../../src/worker/errands/commands/outcome.ts";
import { obeyTicks } from "../../../../src/worker/errands/issues/obey-ticks.ts";
import { runOf } from "../../runs.ts";
import { APP, CONTEXT, House, PLACE } from "./house.ts";

const DOWN = new GitHubError("UNAVAILABLE", "ask", "down", 502);
const asker = { login: "anna", command: "sync", thread: null, comment: null } as const;
const REQUEST = { ...PLACE, commit: null, reason: "command", scope: [], asker } as const;

/** What is obeyed of anna's ticks, each of which comes to `outcome`. */
async function tick(house: House, boxes: readonly Box[], outcome: Outcome | Error = { kind: "done" }) {
  const obeyed: Command[] = [];
  const errand = { kind: "tick", ...PLACE, issue: 1, author: "anna", boxes } as const;
  const obey = async (command: Command) => {
    obeyed.push(command);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  await obeyTicks(house.parts, { errand, id: "e1", boxes: new Set(boxes), obey }, CONTEXT.signal);
  return obeyed.map(({ name }) => name);
}

/** A house where the organization has a policy, and anna a role. */
function houseOf({ role = "maintain" as House["role"], policy = undefined as House["policy"] } = {}): House {
  const house = new House();
  house.write({});
  house.role = role;
  house.policy = policy;
  return house;
}

describe("obeyTicks", () => {
  it.each([
    ["with the role of the command", "maintain", undefined, ["sync", "plan"]],
    ["with the role of one of them", "write", undefined, ["plan"]],
    ["with none", "none", undefined, []],
    [
      "where the organization asks for less",
      "write",
      "version: 1\ncommands: { sync: write }\n",
      ["sync", "plan"],
    ],
    ["where it asks for more", "maintain", "version: 1\ncommands: { sync: admin }\n", ["plan"]],
    ["where the policy is wrong", "admin", "nonsense", []],
    ["where the policy cannot be read", "admin", DOWN, []],
    ["where nobody can tell the role", DOWN, undefined, []],
  ] as const)("%s", async (_, role, policy, done) => {
    expect(await tick(houseOf({ role, policy }), ["sync", "plan"])).toEqual(done);
  });

  it("says what commands answer in one comment, once", async () => {
    const house = houseOf();
    const outcome = { kind: "done", answer: ["All is there."] } as const;
    await tick(house, ["plan", "verify"], outcome);
    await tick(house, ["plan", "verify"], outcome);
    expect(house.comments.map(({ body }) => body)).toEqual([
      marked(APP, "tick:e1", "All is there.\n\nAll is there."),
    ]);
  });

  it("asks for the run, and for no other one while it is on its way", async () => {
    const house = houseOf();
    const outcome = { kind: "begun", requests: [REQUEST] } as const;
    await tick(house, ["sync"], outcome);
    // In the order in which PostgreSQL gives the fields of a document back.
    const { login, thread, command, comment } = asker;
    house.open = [runOf({ asker: { login, thread, command, comment } })];
    await tick(house, ["sync"], outcome);
    expect(house.requests).toEqual([REQUEST]);
    house.open = [runOf({ asker: { ...asker, login: "bert" } })];
    await tick(house, ["sync"], outcome);
    expect(house.requests).toHaveLength(2);
  });

  it("asks for the run also where it may not comment", async () => {
    const house = houseOf();
    house.refusal = new GitHubError("REFUSED", "comment", "locked", 403);
    await tick(house, ["sync"], { kind: "begun", answer: ["Soon."], requests: [REQUEST] });
    expect(house.requests).toEqual([REQUEST]);
  });

  it("lets go what GitHub refuses, and tries again what may pass", async () => {
    expect(await tick(houseOf(), ["sync"], new GitHubError("REFUSED", "x", "no", 403))).toEqual(["sync"]);
    await expect(tick(houseOf(), ["sync"], DOWN)).rejects.toBe(DOWN);
  });
});
