import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import { type House, openHouse } from "./open-house.ts";
import { PACE, publish, rerun } from "./publish.ts";

const DAY = 24 * 3_600_000;

let house: House;

beforeAll(async () => {
  house = await openHouse({ publisher: "auto", machine: {}, ghcr: { refuseInstallationTokens: true } });
});

afterAll(() => house[Symbol.asyncDispose]());

function config(...tags: readonly string[]): Files {
  const mirror = `{ source: docker.io/library/both, tags: ${JSON.stringify(tags)} }`;
  const defaults = "defaults: { schedule: never, prune: { delete-after: 30d } }";
  return { ".github/mirror.yml": `version: 1\n${defaults}\nmirrors:\n  - ${mirror}\n` };
}

describe("an image that two repositories mirror", { timeout: 60_000 }, () => {
  it("is deleted by neither before both have let go of it, and believed by none then", async () => {
    for (const tag of ["1", "2"]) house.stock("library/both", tag);
    const [one, two] = [await house.repository("one"), await house.repository("two")];
    await publish(house, one, config("1", "2"));
    house.ghcr.store.setVisibility("acme/both", "public");
    await publish(house, two, config("1", "2"));
    const held = () => house.ghcr.store.tags("acme/both").sort();

    const told = await publish(house, one, config("1"));
    house.clock.advance(31 * DAY);
    const kept = await rerun(house, one, told);
    expect(kept.title).toBe("Nothing to do: 1 up to date");
    expect(kept.text).toContain("tags no longer match, and another repository mirrors to it");
    expect(held()).toEqual(["1", "2"]);

    await publish(house, two, config("1"));
    // From now on it will be deleted, and that is said first.
    const announced = await rerun(house, one, told);
    expect(announced.summary).toContain("### To be deleted");
    expect(held()).toEqual(["1", "2"]);
    house.clock.advance(31 * DAY);
    expect((await rerun(house, one, told)).title).toBe("Synced: 1 deleted, 1 up to date");
    expect(held()).toEqual(["1"]);
    await house.settled(PACE);
    expect(
      await house.rows(
        "select last_verified from ghcr_mirror.mirrored_images where destination like '%both:2'",
      ),
    ).toEqual([{ last_verified: new Date(0) }]);
  });
});
