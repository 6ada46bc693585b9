import { describe, expect, it } from "vitest";
import { findVanished } from "../../src/plan/find-vanished.ts";
import { entriesOf } from "./entry.ts";

const PLACE = { registry: "ghcr.io", owner: "Acme" };
const AVAILABLE = new Map([["1.1", {}]]);

/** Whether it has vanished for an entry that searches. */
function find(source: string, destination: string) {
  const [entry] = entriesOf(`{ source: redis, tags: ["1.*"], exclude: ["*-rc*"] }`);
  if (!entry) throw new Error("there is no entry");
  return findVanished(entry, PLACE, AVAILABLE, [{ source, destination }]);
}

describe("findVanished", () => {
  it("finds what was brought, is meant, and is not listed any longer", () => {
    const image = { source: "docker.io/library/redis:1.0", destination: "ghcr.io/acme/redis:1.0" };
    expect(find(image.source, image.destination)).toMatchObject([
      {
        brought: image,
        desired: { source: { tag: "1.0" }, destination: { repository: "acme/redis", tag: "1.0" } },
      },
    ]);
  });

  it.each([
    ["is listed", "docker.io/library/redis:1.1", "ghcr.io/acme/redis:1.1"],
    ["is not meant", "docker.io/library/redis:2.0", "ghcr.io/acme/redis:2.0"],
    ["is excluded", "docker.io/library/redis:1.2-rc1", "ghcr.io/acme/redis:1.2-rc1"],
    ["is elsewhere", "docker.io/library/redis:1.0", "ghcr.io/acme/redis/old:1.0"],
    ["came from elsewhere", "quay.io/acme/redis:1.0", "ghcr.io/acme/redis:1.0"],
    ["came by its digest", `docker.io/library/redis:1.0@sha256:${"a".repeat(64)}`, "ghcr.io/acme/redis:1.0"],
  ])("leaves alone what %s", (_, source, destination) => {
    expect(find(source, destination)).toEqual([]);
  });
});
