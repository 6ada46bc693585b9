import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { DestinationTags } from "../../src/reconcile/destination-tags.ts";
import { calm, type Pair, startPair } from "../copy/pair.ts";

const IMAGE = generateImage({ seed: "tags" });
const HELD = ["1", "2", "3", "4", "5"];

/** A destination that holds {@link HELD}, and shows its tags in pages of `tagPage`. */
async function startFilled(tagPage = 1000): Promise<Pair> {
  const pair = await startPair({}, { manners: plainManners({ tagPage }) });
  pushImage(pair.to.store, "acme/app", undefined, IMAGE);
  for (const tag of HELD) pair.to.store.tag("acme/app", tag, IMAGE.root.digest);
  return pair;
}

/** Looks at all of `wanted` at once, and says which are there and what that cost. */
async function look({ to, destination }: Pair, wanted: readonly string[], isListed = false) {
  const tags = new DestinationTags(destination(), calm);
  if (isListed) tags.list();
  const heads = await Promise.all(wanted.map((tag) => tags.head(tag)));
  const found = wanted.filter((_, index) => heads[index]?.digest === IMAGE.root.digest);
  const cost = { heads: to.count({ method: "HEAD" }), lists: to.count({ kind: "tags" }) };
  return { found, ...cost, isNew: await tags.isNew() };
}

describe("looking at tags of a destination", () => {
  it("that has them costs a HEAD each", async () => {
    await using pair = await startFilled();
    expect(await look(pair, HELD)).toEqual({ found: HELD, heads: 5, lists: 0, isNew: undefined });
  });

  it("that is new costs one HEAD and one list, however many they are", async () => {
    await using pair = await startPair();
    const wanted = Array.from({ length: 50 }, (_, index) => `${index}`);
    expect(await look(pair, wanted)).toEqual({ found: [], heads: 1, lists: 1, isNew: true });
  });

  it("that lacks the first costs one list, and no HEAD for those that are not on it", async () => {
    await using pair = await startFilled();
    const wanted = ["new", ...HELD, "newer", "newest"];
    expect(await look(pair, wanted)).toEqual({ found: HELD, heads: 6, lists: 1, isNew: false });
  });

  it("is never dearer than a HEAD each and a list", async () => {
    await using pair = await startFilled();
    const { heads, lists } = await look(pair, ["new", ...HELD]);
    expect(heads + lists).toBe(HELD.length + 1 + 1);
  });

  it("begins with the list where many are expected", async () => {
    await using pair = await startFilled();
    expect(await look(pair, [...HELD, "new"], true)).toEqual({
      found: HELD,
      heads: 5,
      lists: 1,
      isNew: false,
    });
  });

  it("believes a list only where it is complete", async () => {
    await using pair = await startFilled(2);
    expect(await look(pair, ["5", "new"], true)).toEqual({ found: ["5"], heads: 2, lists: 1, isNew: false });
  });

  it("does without a list where the registry gives none", async () => {
    await using pair = await startFilled();
    pair.to.faults.add({ when: { kind: "tags" }, act: status(403) });
    expect(await look(pair, ["1", "new"], true)).toEqual({
      found: ["1"],
      heads: 2,
      lists: 1,
      isNew: undefined,
    });
  });

  it.each([false, true])(
    "that denies the list and one of them asks for no other (list first: %s)",
    async (isListed) => {
      await using pair = await startFilled();
      pair.to.faults.add({ act: status(403), times: Number.POSITIVE_INFINITY });
      const tags = new DestinationTags(pair.destination(), calm);
      if (isListed) tags.list();
      const looks = await Promise.allSettled(HELD.map((tag) => tags.head(tag)));
      expect(looks).toMatchObject(HELD.map(() => ({ status: "rejected", reason: { code: "DENIED" } })));
      expect(pair.to.count()).toBe(2);
    },
  );

  it("goes on with the others where the list is denied and the first fails otherwise", async () => {
    await using pair = await startFilled();
    pair.to.faults.add({ when: { kind: "tags" }, act: status(403) });
    pair.to.faults.add({ when: { method: "HEAD" }, act: status(400) });
    const tags = new DestinationTags(pair.destination(), calm);
    const [first, second] = await Promise.allSettled([tags.head("1"), tags.head("2")]);
    expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
  });

  it("is for nothing once the repository is hidden, which then counts as new", async () => {
    await using pair = await startFilled();
    const tags = new DestinationTags(pair.destination(), calm);
    tags.hide();
    expect([tags.isHidden, await tags.isNew()]).toEqual([true, true]);
  });

  it("does not fail for all because the first failed", async () => {
    await using pair = await startFilled();
    pair.to.faults.add({ when: { method: "HEAD" }, act: status(403) });
    const tags = new DestinationTags(pair.destination(), calm);
    const [first, second] = await Promise.allSettled([tags.head("1"), tags.head("2")]);
    expect(first).toMatchObject({ status: "rejected", reason: { code: "DENIED" } });
    expect(second).toMatchObject({ status: "fulfilled", value: { digest: IMAGE.root.digest } });
  });
});
