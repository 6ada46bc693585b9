import { describe, expect, it } from "vitest";
import type { HookDelivery } from "../../../src/github/github.ts";
import { GitHubError } from "../../../src/github/github-error.ts";
import { MissedDeliveries } from "../../../src/worker/sweep/missed-deliveries.ts";
import { NOON } from "../../oci/clocks.ts";
import { recordingLog } from "../recording-log.ts";

const [MINUTE, DAY] = [60_000, 24 * 60 * 60_000];
const { signal } = new AbortController();

interface Attempt {
  readonly guid: string;
  /** Milliseconds before now. */
  readonly ago: number;
  readonly id?: number;
}

/** A GitHub that has tried these deliveries, and an App that has stored those `known`. */
function open({
  known = [],
  refuse = () => undefined,
}: {
  known?: string[];
  refuse?: (id: number) => unknown;
} = {}) {
  let now = NOON;
  let log: HookDelivery[] = [];
  const asked: number[] = [];
  const missed = new MissedDeliveries({
    github: {
      async *deliveries() {
        yield* log;
      },
      redeliver: async (id) => {
        asked.push(id);
        const refusal = refuse(id);
        if (refusal) throw refusal;
      },
    },
    deliveries: { known: async (ids) => new Set(ids.filter((id) => known.includes(id))) },
    now: () => now,
    log: recordingLog(),
  });
  return {
    asked,
    known,
    missed,
    /** As GitHub lists them: newest first. */
    tried(...attempts: readonly Attempt[]) {
      log = [...attempts]
        .sort((a, b) => a.ago - b.ago)
        .map(({ guid, ago, id = Number(guid) }) => ({
          guid,
          id,
          deliveredAt: new Date(now - ago),
          event: "push",
        }));
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe("MissedDeliveries", () => {
  it("asks for what is not known, oldest first", async () => {
    const { missed, asked, tried } = open({ known: ["2"] });
    tried({ guid: "1", ago: 9 * MINUTE }, { guid: "2", ago: 8 * MINUTE }, { guid: "3", ago: 7 * MINUTE });
    await missed.sweep(signal);
    expect(asked).toEqual([1, 3]);
  });

  it("asks for the last attempt of a delivery", async () => {
    const { missed, asked, tried } = open();
    tried({ guid: "g", id: 1, ago: 9 * MINUTE }, { guid: "g", id: 2, ago: 5 * MINUTE });
    await missed.sweep(signal);
    expect(asked).toEqual([2]);
  });

  it("leaves alone what is under way, and what GitHub sends no more", async () => {
    const { missed, asked, tried } = open();
    tried({ guid: "1", ago: MINUTE - 1 }, { guid: "2", ago: MINUTE }, { guid: "3", ago: 3 * DAY + 1 });
    await missed.sweep(signal);
    expect(asked).toEqual([2]);
  });

  it("looks, the second time, at what is new since the first", async () => {
    const { missed, asked, tried, pass } = open();
    await missed.sweep(signal);
    pass(5 * MINUTE);
    tried({ guid: "1", ago: 20 * MINUTE + 1 }, { guid: "2", ago: 20 * MINUTE });
    await missed.sweep(signal);
    expect(asked).toEqual([2]);
  });

  it("asks again for one that does not come, with growing pauses", async () => {
    const { missed, asked, tried, pass } = open();
    tried({ guid: "1", ago: 2 * MINUTE });
    const askedBy: number[] = [];
    for (let minutes = 0; minutes <= 40; minutes += 5) {
      await missed.sweep(signal);
      askedBy.push(asked.length);
      pass(5 * MINUTE);
    }
    expect(askedBy).toEqual([1, 2, 2, 3, 3, 3, 3, 4, 4]);
  });

  it("asks no more for one that has come", async () => {
    const { missed, asked, tried, known, pass } = open();
    tried({ guid: "1", ago: 2 * MINUTE });
    await missed.sweep(signal);
    known.push("1");
    pass(DAY);
    await missed.sweep(signal);
    expect(asked).toEqual([1]);
  });

  it("asks in the end for all of them, however many there are", async () => {
    const { missed, asked, tried, known, pass } = open();
    const attempts = Array.from({ length: 700 }, (_, index) => ({ guid: `${index + 1}`, ago: DAY - index }));
    tried(...attempts);
    await missed.sweep(signal);
    known.push(...asked.map(String));
    pass(5 * MINUTE);
    await missed.sweep(signal);
    expect(asked).toHaveLength(700);
  });

  it("asks for the others where GitHub refuses one", async () => {
    const refusal = new GitHubError("INVALID", "redeliver a webhook", "too old", 422);
    const { missed, asked, tried } = open({ refuse: (id) => (id === 1 ? refusal : undefined) });
    tried({ guid: "1", ago: 9 * MINUTE }, { guid: "2", ago: 8 * MINUTE });
    await missed.sweep(signal).catch(() => {});
    expect(asked).toEqual([1, 2]);
  });

  it("sees again when a clock that was ahead is set right", async () => {
    const { missed, asked, tried, pass } = open();
    pass(DAY);
    await missed.sweep(signal);
    pass(-DAY + 5 * MINUTE);
    tried({ guid: "1", ago: 2 * MINUTE });
    await missed.sweep(signal);
    expect(asked).toEqual([1]);
  });
});
