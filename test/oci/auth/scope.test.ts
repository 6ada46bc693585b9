import { describe, expect, it } from "vitest";
import { repositoryScope } from "../../../src/oci/auth/scope.ts";

describe("repositoryScope", () => {
  it.each([
    // oras-go, registry/remote/auth/scope_test.go
    ["", ["pull"], ""],
    ["foo", [], ""],
    ["foo", [""], ""],
    ["foo", ["pull"], "repository:foo:pull"],
    ["foo", ["pull", "push"], "repository:foo:pull,push"],
    ["foo", ["push", "pull"], "repository:foo:pull,push"],
    ["foo", ["push", "pull", "pull", "delete", "push"], "repository:foo:delete,pull,push"],
    ["foo", ["pull", "", "push"], "repository:foo:pull,push"],
    ["foo", ["push", "pull", "*", "delete"], "repository:foo:*"],
  ])("%j for %j is %j", (repository, actions, expected) => {
    expect(repositoryScope(repository, actions)).toBe(expected);
  });
});
