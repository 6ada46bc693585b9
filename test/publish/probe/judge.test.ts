import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../src/jobs/state.ts";
import { type ExpectedDeed, judge } from "../../../src/publish/probe/judge.ts";

const SINCE = Date.UTC(2026, 10, 22);

function verdict(words: string): Verdict {
  const [destination = "", deed = "", accepted, minutes = "1"] = words.split(" ");
  return {
    destination,
    deed: deed as Verdict["deed"],
    isAccepted: accepted === "accepted",
    reason: "",
    checkedAt: new Date(SINCE + Number(minutes) * 60_000),
  };
}

function expected(words: string): ExpectedDeed {
  const [destination = "", deed = ""] = words.split(" ");
  return { destination, deed: deed as ExpectedDeed["deed"] };
}

describe("verdicts", () => {
  it.each<[what: string, destinations: readonly string[], verdicts: readonly string[], judgement: string]>([
    ["that are not there", ["a create", "b write"], [], "ask a b"],
    ["that accept all", ["a create", "b write"], ["a create accepted", "b write accepted"], "ask"],
    ["that accept some", ["a create", "b write"], ["b write accepted"], "ask a"],
    ["that refuse one", ["a create", "b write"], ["b write refused"], "refused b write"],
    ["that are too old", ["a create"], ["a create refused 0"], "ask a"],
    ["of other destinations", ["a create"], ["b create refused"], "ask a"],
    ["that accept to make it, where it is there", ["a write"], ["a create accepted"], "ask a"],
    ["that refuse to make it, where it is there", ["a write"], ["a create refused"], "ask a"],
    ["that accept to write it, where it seems absent", ["a create"], ["a write accepted"], "ask a"],
    ["that refuse to write it, where it seems absent", ["a create"], ["a write refused"], "refused a write"],
    ["of which the newest counts", ["a create"], ["a write refused 1", "a create accepted 2"], "ask"],
    [
      "of which the newest counts, also when it refuses",
      ["a create"],
      ["a create accepted 1", "a write refused 2"],
      "refused a write",
    ],
    ["about nothing", [], ["a create refused"], "ask"],
  ])("%s", (_, destinations, verdicts, judgement) => {
    const judged = judge(destinations.map(expected), verdicts.map(verdict), SINCE);
    const told =
      judged.kind === "refused"
        ? ["refused", judged.verdict.destination, judged.verdict.deed]
        : ["ask", ...judged.unknown.map(({ destination }) => destination)];
    expect(told.join(" ")).toBe(judgement);
  });
});
