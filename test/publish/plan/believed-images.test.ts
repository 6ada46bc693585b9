import { describe, expect, it } from "vitest";
import { BelievedImages } from "../../../src/publish/plan/believed-images.ts";
import { desiredBy } from "../../plan/entry.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const [SOURCE, STRIPPED] = [digest("a"), digest("b")];
const WHOLE = "redis:7";
const SUBSET = "{ source: redis:7, platforms: [linux/amd64] }";

/** What is believed of the one image of an item, and of how many. */
function believe(item: string, sourceDigest: string | null, destinationDigest: string) {
  const [desired = expect.fail("nothing is selected")] = desiredBy([item]);
  const source = "docker.io/library/redis:7";
  const images = new BelievedImages(
    new Map([["ghcr.io/acme/redis:7", { source, sourceDigest, destinationDigest }]]),
  );
  const held = images.recallDestination(desired);
  return { held, source: images.recallSource(desired), count: images.count };
}

describe("an image that was brought", () => {
  it.each([
    ["as a whole", WHOLE, SOURCE, { digest: SOURCE }],
    ["as a whole, of which nobody knows the source", WHOLE, null, { digest: SOURCE }],
    ["as a whole, for it has nothing but what is wanted", SUBSET, SOURCE, { digest: SOURCE }],
  ])("%s is believed to be there", (_, item, source, held) => {
    expect(believe(item, source, SOURCE)).toEqual({ held, source: source ?? undefined, count: 1 });
  });

  it("stripped is believed to be what is wanted now", () => {
    const origin = { digest: SOURCE, platforms: "linux/amd64" };
    expect(believe(SUBSET, SOURCE, STRIPPED).held).toEqual({ digest: STRIPPED, origin });
  });

  it("stripped is known not to be the whole", () => {
    const origin = { digest: SOURCE, platforms: "" };
    expect(believe(WHOLE, SOURCE, STRIPPED).held).toEqual({ digest: STRIPPED, origin });
  });

  it.each([
    ["elsewhere", "{ source: redis:7, to: other }", SOURCE],
    ["under another tag", "redis:8", SOURCE],
    ["with a digest that is none", WHOLE, "latest"],
  ])("%s is nothing to go by", (_, item, found) => {
    expect(believe(item, null, found)).toEqual({ held: undefined, source: undefined, count: 0 });
  });

  it("from another source says nothing of this one", () => {
    expect(believe("{ source: valkey:7, to: redis }", SOURCE, SOURCE).source).toBeUndefined();
  });
});
