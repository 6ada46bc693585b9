import { describe, expect, it } from "vitest";
import type { PolicyLayer } from "../../../src/config/policy/policy.ts";
import { heldRole, mayUse } from "../../../src/github/commands/authorize.ts";
import { roleFor } from "../../../src/github/commands/role-for.ts";
import { COMMANDS, rowOf } from "../../../src/github/commands/table.ts";
import { GitHubError } from "../../../src/github/github-error.ts";
import { ROLES, type Role } from "../../../src/github/threads.ts";

const REPOSITORY = { owner: "acme", name: "mirrors" };
const { signal } = new AbortController();
const github = (role: Role | Error) => ({
  roleOf: async () => {
    if (role instanceof Error) throw role;
    return role;
  },
});

describe("mayUse", () => {
  it.each(ROLES.flatMap((held, at) => ROLES.map((wanted, other) => [held, wanted, at >= other] as const)))(
    "%s for what takes %s: %s",
    async (held, wanted, expected) => {
      expect(await mayUse(github(held), REPOSITORY, "ann", wanted, signal)).toBe(expected);
    },
  );

  it.each([
    new GitHubError("UNAVAILABLE", "get a role", "Bad gateway", 502),
    new GitHubError("RATE_LIMITED", "get a role", "slow down", 403),
    new GitHubError("NOT_FOUND", "get a role", "Not Found", 404),
    new Error("socket hang up"),
  ])("is a no where GitHub cannot be asked: %s", async (error) => {
    expect(await mayUse(github(error), REPOSITORY, "ann", "read", signal)).toBe(false);
    expect(await heldRole(github(error), REPOSITORY, "ann", signal)).toBe("none");
  });

  it("rejects when it is stopped, which is no answer", async () => {
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(mayUse(github(new Error("aborted")), REPOSITORY, "ann", "read", stopped)).rejects.toThrow(
      "stopped",
    );
  });
});

describe("roleFor", () => {
  const layer = (kind: PolicyLayer["kind"], role: "read" | "admin" | "triage"): PolicyLayer => ({
    kind,
    file: { repository: "acme/.github", path: ".github/mirror-policy.yml", commit: "c".repeat(40) },
    policy: {
      version: 1,
      sources: { allow: undefined, deny: [] },
      grants: undefined,
      require: { verify: [] },
      commands: new Map([["sync", { role, position: { line: 1, column: 1 } }]]),
      publisher: undefined,
    },
  });

  it.each([
    [[], "maintain"],
    [[layer("organization", "triage")], "triage"],
    [[layer("organization", "admin")], "admin"],
    [[layer("own", "triage")], "maintain"],
    [[layer("own", "admin"), layer("organization", "triage")], "admin"],
  ] as const)("asks the policies: %#", (layers, expected) => {
    expect(roleFor("sync", layers)).toBe(expected);
  });

  it("knows every command", () => {
    for (const { name, role } of COMMANDS) expect(roleFor(name, [])).toBe(role);
    expect(() => rowOf("adopt" as "help")).toThrow("there is no command adopt");
  });
});
