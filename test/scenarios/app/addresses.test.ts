import { expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { openHouse } from "./open-house.ts";
import { publish } from "./publish.ts";

const FIRST = "198.51.100.1";
const SECOND = "198.51.100.2";

it("pulls of a workflow count where its machine is, and those of the next one elsewhere", async () => {
  await using house = await openHouse({
    publisher: "auto",
    machine: { addresses: [FIRST, SECOND] },
    ghcr: { refuseInstallationTokens: true },
  });
  const repository = await house.repository("mirrors");
  house.stock("library/redis", "7");
  await publish(house, repository, configOf("docker.io/library/redis:7"));
  expect([house.hub.pullsOf(FIRST), house.hub.pullsOf(SECOND)]).toEqual([1, 0]);
  house.stock("library/vault", "1");
  await publish(house, repository, configOf("docker.io/library/redis:7", "docker.io/library/vault:1"));
  expect([house.hub.pullsOf(FIRST), house.hub.pullsOf(SECOND)]).toEqual([1, 1]);
  expect(house.hub.pullsOf("127.0.0.1")).toBe(0);
}, 40_000);

it("the API of Docker Hub lists what is stocked, with the time of the house", async () => {
  await using house = await openHouse();
  const digest = house.stock("library/redis", "7");
  const { results } = (await (
    await fetch(`${house.hubApi.url}/v2/repositories/library/redis/tags`)
  ).json()) as { results: { name: string; digest: string; tag_last_pushed: string }[] };
  const pushedAt = new Date(house.clock.now()).toISOString();
  expect(results).toMatchObject([{ name: "7", digest, tag_last_pushed: pushedAt }]);
});
