import { expect, it } from "vitest";
import { readRole } from "../../../src/github/client/read-role.ts";
import { ROLES } from "../../../src/github/threads.ts";

it.each(ROLES)("a role of GitHub's is what it is: %s", (role) => {
  expect(readRole({ permission: "read", role_name: role, user: null })).toBe(role);
});

it.each([
  ["admin", {}, "admin"],
  ["write", { maintain: true, triage: true }, "maintain"],
  ["write", { maintain: false, triage: true }, "write"],
  ["write", undefined, "write"],
  ["read", { triage: true }, "triage"],
  // What is more than the word says is not believed.
  ["read", { maintain: true, triage: false }, "read"],
  ["none", { maintain: true, triage: true }, "none"],
  ["something new", { maintain: true }, "none"],
])("a role that an organization has made, %s and %o, counts as %s", (permission, may, role) => {
  const user = may ? { permissions: may } : {};
  expect(readRole({ permission, role_name: "release-manager", user })).toBe(role);
});
