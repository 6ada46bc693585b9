import { describe, expect, it } from "vitest";
import { startHubApi } from "../../../../sandbox/hub-api/start-hub-api.ts";
import { generateImage } from "../../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../../../sandbox/registry/docker-hub-manners.ts";
import { quayManners } from "../../../../sandbox/registry/quay-manners.ts";
import { startRegistry } from "../../../../sandbox/registry/start-registry.ts";
import { createPaces } from "../../../../src/oci/registry/paces.ts";
import { dockerHub } from "../../../../src/oci/registry/tables/docker-hub.ts";
import { quay } from "../../../../src/oci/registry/tables/quay.ts";
import { readTable } from "../../../../src/oci/registry/tables/read-table.ts";
import { flyingClock } from "../../clocks.ts";
import { openClient } from "../../open-client.ts";

const IMAGE = generateImage({ seed: "table" });
const REPOSITORY = "library/app";
const TAGS = Array.from({ length: 1_000 }, (_, index) => `1.${index}`);

async function openRegistry(manners: Parameters<typeof startRegistry>[0]) {
  const registry = await startRegistry(manners);
  pushImage(registry.store, REPOSITORY, "latest", IMAGE);
  for (const tag of TAGS.slice(1)) registry.store.tag(REPOSITORY, tag, IMAGE.root.digest);
  return registry;
}

const isWorth = () => true;

describe("1,000 tags", () => {
  it("of Docker Hub are 10 requests, none of them a pull", async () => {
    await using hub = await openRegistry({ manners: dockerHubManners() });
    await using api = await startHubApi({ store: hub.store });
    await using registry = openClient(api.url, { name: "hub.docker.com" });
    const reading = await readTable({ api: dockerHub, registry, repository: REPOSITORY, isWorth });
    const table = reading.kind === "table" ? reading.table : undefined;
    expect([table?.size, api.count(), hub.count(), hub.pulls]).toEqual([1_000, 10, 0, 0]);
    expect(table?.get("latest")).toMatchObject({
      digest: IMAGE.root.digest,
      pushedAt: expect.any(Number),
      manifests: expect.any(Number),
      bytes: expect.any(Number),
    });
  });

  it("of Quay are 11 requests, within its rate", async () => {
    const clock = flyingClock(Date.now());
    await using server = await openRegistry({ manners: quayManners(), now: () => clock.now() });
    const pacer = createPaces(clock).of("quay.io");
    await using registry = openClient(server.url, { name: "quay.io", clock, pacer });
    const reading = await readTable({ api: quay, registry, repository: REPOSITORY, isWorth });
    const table = reading.kind === "table" ? reading.table : undefined;
    expect([table?.size, server.count(), server.count({ status: 429 })]).toEqual([1_000, 11, 0]);
    expect(table?.get("1.999")).toMatchObject({ digest: IMAGE.root.digest, pushedAt: expect.any(Number) });
  });
});
