import { describe, expect, it } from "vitest";
import { commandRole } from "../../../src/config/policy/command-role.ts";
import { layerOf } from "./layer-of.ts";

describe("the least role for a command", () => {
  it.each([
    [undefined, undefined, "maintain"],
    [undefined, "read", "read"],
    [undefined, "admin", "admin"],
    ["admin", undefined, "admin"],
    ["read", undefined, "maintain"],
    ["write", "read", "write"],
    ["write", "admin", "admin"],
    ["admin", "read", "admin"],
  ] as const)("own %s, organization %s: %s", (own, organization, expected) => {
    const layers = [
      layerOf("own", ...(own ? [`commands: { sync: ${own} }`] : [])),
      layerOf("organization", "", ...(organization ? [`commands: { sync: ${organization} }`] : [])),
    ];
    expect(commandRole(layers, "sync", "maintain")).toBe(expected);
  });

  it("is the usual one without policies, and for commands that none speaks of", () => {
    expect(commandRole([], "sync", "maintain")).toBe("maintain");
    expect(commandRole([layerOf("organization", "commands: { retry: read }")], "sync", "write")).toBe(
      "write",
    );
  });

  it("is not for the policy of another organization to say", () => {
    expect(commandRole([layerOf("destination", "commands: { sync: read }")], "sync", "write")).toBe("write");
  });
});
