import { describe, expect, it } from "vitest";
import { CopyError } from "../../src/copy/copy-error.ts";
import { shareWork } from "../../src/copy/share-work.ts";
import type { Digest } from "../../src/oci/digest.ts";
import { startPair } from "./pair.ts";

const DIGEST: Digest = `sha256:${"a".repeat(64)}`;

/** Work of two sources, whose outcomes are scripted: an error, or undefined for success. */
async function share(
  outcomes: Readonly<Record<"one" | "two", Error | undefined>>,
  ...askers: ("one" | "two")[]
) {
  await using pair = await startPair();
  const works = new Map<Digest, Promise<void>>();
  const done: string[] = [];
  const ask = (name: "one" | "two") =>
    shareWork(works, DIGEST, pair.source(name), async () => {
      done.push(name);
      await Promise.resolve();
      if (outcomes[name]) throw outcomes[name];
    });
  const settled = await Promise.allSettled(askers.map(ask));
  return { done, ended: settled.map(({ status }) => status) };
}

const failed = (side: "source" | "destination", repository: string) =>
  new CopyError(side, "fetch", `from.example/${repository}@${DIGEST}`, "NOT_FOUND", "404");

describe("shareWork", () => {
  it("does the work once for all", async () => {
    const outcomes = { one: undefined, two: undefined };
    expect(await share(outcomes, "one", "two", "one")).toEqual({
      done: ["one"],
      ended: Array(3).fill("fulfilled"),
    });
  });

  it("tells a failure to all who have the same source, without doing it again", async () => {
    const outcomes = { one: failed("source", "one"), two: undefined };
    expect(await share(outcomes, "one", "one")).toEqual({ done: ["one"], ended: Array(2).fill("rejected") });
  });

  it("does it again, once, for those who have another source", async () => {
    const outcomes = { one: failed("source", "one"), two: undefined };
    expect(await share(outcomes, "one", "two", "two", "one")).toEqual({
      done: ["one", "two"],
      ended: ["rejected", "fulfilled", "fulfilled", "rejected"],
    });
  });

  it("ends where every source fails", async () => {
    const outcomes = { one: failed("source", "one"), two: failed("source", "two") };
    expect(await share(outcomes, "one", "two", "one", "two")).toMatchObject({
      ended: Array(4).fill("rejected"),
    });
  });

  it.each([
    ["of the destination", failed("destination", "one")],
    ["that is no registry's", new Error("a bug")],
  ])("tells a failure %s to all", async (_, error) => {
    expect(await share({ one: error, two: undefined }, "one", "two")).toEqual({
      done: ["one"],
      ended: ["rejected", "rejected"],
    });
  });
});
