import { describe, expect, it } from "vitest";
import { covers, mergeScopes, repositoryScope } from "../../../src/oci/auth/scope.ts";

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

describe("mergeScopes", () => {
  it.each([
    // oras-go, registry/remote/auth/scope_test.go
    [[], []],
    [["repository:foo:pull"], ["repository:foo:pull"]],
    [["repository:foo:push,pull,delete"], ["repository:foo:delete,pull,push"]],
    [["repository:foo:push,pull,push,pull,push,push,pull"], ["repository:foo:pull,push"]],
    [["repository:foo:pull,*,push"], ["repository:foo:*"]],
    [["repository:foo:,"], []],
    [
      ["repository:foo:pull", "repository:bar:push"],
      ["repository:bar:push", "repository:foo:pull"],
    ],
    [
      [
        "repository:foo:pull",
        "repository:bar:push",
        "repository:foo:push",
        "repository:bar:push,delete,pull",
        "repository:bar:delete,pull",
        "repository:foo:pull",
        "registry:catalog:*",
        "registry:catalog:pull",
      ],
      ["registry:catalog:*", "repository:bar:delete,pull,push", "repository:foo:pull,push"],
    ],
    [["repository:foo:,", "repository:bar:,"], []],
    [["unknown"], ["unknown"]],
    [
      ["repository:foo:pull", "unknown", "invalid:scope", "no:actions:", "repository:foo:push"],
      ["invalid:scope", "repository:foo:pull,push", "unknown"],
    ],
    [
      [
        "repository:hello-world:push",
        "repository:alpine:delete",
        "repository:hello-world:pull",
        "repository:alpine:delete",
      ],
      ["repository:alpine:delete", "repository:hello-world:pull,push"],
    ],
    // Ours
    [["unknown", "unknown", ""], ["unknown"]],
    [
      ["repository:localhost:5000/foo:pull", "repository:localhost:5000/foo:push"],
      ["repository:localhost:5000/foo:pull,push"],
    ],
    [
      ["repository(plugin):foo:pull", "repository:foo:pull"],
      ["repository(plugin):foo:pull", "repository:foo:pull"],
    ],
  ])("%j becomes %j", (scopes, expected) => {
    expect(mergeScopes(scopes)).toEqual(expected);
  });

  it("leaves its argument alone", () => {
    const scopes = Object.freeze(["repository:foo:push", "repository:bar:pull"]);
    expect(mergeScopes(scopes)).toEqual(["repository:bar:pull", "repository:foo:push"]);
  });
});

describe("covers", () => {
  it.each([
    [[], [], true],
    [["repository:foo:pull"], [], true],
    [[], ["repository:foo:pull"], false],
    [["repository:foo:pull,push"], ["repository:foo:pull"], true],
    [["repository:foo:pull"], ["repository:foo:pull,push"], false],
    [["repository:foo:pull", "repository:foo:push"], ["repository:foo:push,pull"], true],
    [["repository:foo:pull"], ["repository:bar:pull"], false],
    [["repository:foo:*"], ["repository:foo:pull,push"], true],
    [["repository:foo:pull,push"], ["repository:foo:*"], false],
    [["repository:foo:*"], ["repository:foo/bar:pull"], false],
    [["unknown"], ["unknown"], true],
    [["repository:foo:*"], ["unknown"], false],
    [["repository:foo:pull"], ["", "repository:foo:"], true],
  ])("%j against %j: %s", (held, wanted, expected) => {
    expect(covers(held, wanted)).toBe(expected);
  });
});
