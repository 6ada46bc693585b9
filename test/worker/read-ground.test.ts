import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { WorkerParts } from "../../src/worker/parts.ts";
import { OWNERS_OF_STRANGERS, readGround } from "../../src/worker/read-ground.ts";
import { fakeInstallation } from "./fake-installation.ts";

const PLACE = { installation: 5, repository: { id: 7, owner: "Acme", name: "app" } };

/** Reads the ground of a config that writes to owners, and resolves with it and those that were looked up. */
async function read(owners: readonly string[], mostOwners?: number) {
  const entries = owners.map((owner, at) => `  - { source: docker.io/x/a:${at}, to: ghcr.io/${owner}/a }\n`);
  const { config } = parseConfig(`version: 1\nmirrors:\n${entries.join("")}`);
  const asked: string[] = [];
  const github = {
    installation: () => fakeInstallation(),
    installationOf: async (owner: string) => {
      asked.push(owner);
      return owner === "has-it" ? 6 : undefined;
    },
  };
  const parts = { github, registry: "ghcr.io" } as unknown as WorkerParts;
  const { signal } = new AbortController();
  const found = await readGround(parts, PLACE, config ?? expect.fail("wrong"), signal, mostOwners);
  if (found.broken) throw new Error("a policy is broken");
  return { ...found, asked };
}

describe("readGround", () => {
  it("asks for each other owner once, and not for the config's own", async () => {
    const { asked, installations, ground } = await read(["acme", "has-it", "has-it", "other"]);
    expect(asked).toEqual(["has-it", "other"]);
    expect([...installations]).toEqual([["has-it", 6]]);
    expect([...ground.others]).toEqual([
      ["has-it", { isInstalled: true, layer: undefined }],
      ["other", { isInstalled: false, layer: undefined }],
    ]);
  });

  it.each([
    [20, undefined],
    [OWNERS_OF_STRANGERS, OWNERS_OF_STRANGERS],
  ])("asks for %i at most, of %s", async (asked, mostOwners) => {
    const owners = Array.from({ length: 30 }, (_, at) => `owner-${at}`);
    expect((await read(owners, mostOwners)).asked).toHaveLength(asked);
  });
});
