import { describe, expect, it } from "vitest";
import { surroundingsOf, WAYS } from "../../../../bench/app/scheduled/tools.ts";

const errand = {
  name: "app",
  hosts: { source: "127.0.0.1:1", api: "127.0.0.1:2", destination: "127.0.0.1:3" },
  directory: "/nowhere",
};
const ways = WAYS.map((wayOf) => wayOf(errand));

describe("WAYS", () => {
  it("are of tools with different names", () => {
    expect(new Set(ways.map(({ label }) => label)).size).toBe(5);
  });

  it.each(ways)("$label is told both sides", ({ command, files }) => {
    const told = [...command, ...Object.values(files ?? {})].join("\n");
    for (const host of [errand.hosts.source, errand.hosts.destination]) expect(told).toContain(host);
    expect(told).toContain("library/app");
  });

  it("read credentials for the destination under both of its names", () => {
    const { auths } = JSON.parse(surroundingsOf(errand).files["config.json"] ?? "");
    expect(Object.keys(auths)).toEqual(["ghcr.io", "127.0.0.1:3"]);
  });
});
