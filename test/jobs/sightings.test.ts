import { expect, it } from "vitest";
import type { Sighting } from "../../src/jobs/keeping-state.ts";
import { ManualClock } from "./manual-clock.ts";
import { describeOnBoth } from "./state-kinds.ts";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const SOURCE = "docker.io/library/redis:7";

describeOnBoth("sightings", (take) => {
  /** Hours from the first sighting, and what is seen: a digest, and the hour when it was pushed. */
  type Seen = readonly [hour: number, digest: string, pushed?: number];

  it.each<[string, readonly Seen[], number]>([
    ["the first time it is seen", [[0, "a"]], 0],
    ["the push, where the registry tells", [[0, "a", -9]], -9],
    ["now, where it tells of the future", [[0, "a", 9]], 0],
    [
      "the first time, however often it is seen",
      [
        [0, "a"],
        [1, "a"],
        [90, "a"],
      ],
      0,
    ],
    [
      "the first time of another digest",
      [
        [0, "a"],
        [1, "b"],
        [2, "b"],
      ],
      1,
    ],
    [
      "the last change, where one comes back",
      [
        [0, "a"],
        [1, "b"],
        [2, "a"],
      ],
      2,
    ],
    [
      "the push, where it is told of later",
      [
        [0, "a"],
        [1, "a", -9],
      ],
      -9,
    ],
    [
      "the first time, where it was pushed again",
      [
        [0, "a"],
        [5, "a", 4],
      ],
      0,
    ],
    [
      "the push of what has changed",
      [
        [0, "a"],
        [9, "b", 5],
      ],
      5,
    ],
    [
      "now, where the clock was set back",
      [
        [0, "a"],
        [-5, "a"],
      ],
      -5,
    ],
    [
      "the same, seen often with the clock set back",
      [
        [0, "a"],
        [-5, "a"],
        [-4, "a"],
      ],
      -5,
    ],
  ])("count from %s", async (_, seen, since) => {
    await using kind = await take();
    const clock = new ManualClock();
    const { sightings } = await kind.open({ clock });
    const start = clock.now();
    let last: Date | undefined;
    for (const [hour, digest, pushed] of seen) {
      clock.advance(start + hour * HOUR - clock.now());
      const pushedAt = pushed === undefined ? null : new Date(start + pushed * HOUR);
      last = (await sightings.see([{ source: SOURCE, digest, pushedAt }])).get(SOURCE);
    }
    expect(last).toEqual(new Date(start + since * HOUR));
  });

  it("are of many at a time, also in two processes, each once", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const states = kind.isShared
      ? [await kind.open({ clock }), await kind.open({ clock })]
      : [await kind.open({ clock })];
    const now = new Date(clock.now());
    const many = Array.from(
      { length: 2_500 },
      (_, index): Sighting => ({ source: `docker.io/library/redis:${index}`, digest: "a", pushedAt: null }),
    );
    const seen = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        states[index % states.length]?.sightings.see(index % 2 ? many : [...many].reverse()),
      ),
    );
    for (const since of seen) {
      expect(since?.size).toBe(2_500);
      expect([...(since?.values() ?? [])].every((date) => date.getTime() === now.getTime())).toBe(true);
    }
    const twice = await states[0]?.sightings.see([
      { source: SOURCE, digest: "a", pushedAt: null },
      { source: SOURCE, digest: "b", pushedAt: new Date(5) },
    ]);
    expect(twice).toEqual(new Map([[SOURCE, new Date(5)]]));
    expect(await states[0]?.sightings.see([])).toEqual(new Map());
  });

  it("are forgotten 30 days after the last one", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { sightings, ...state } = await kind.open({ clock });
    const start = new Date(clock.now());
    const see = async (digest: string) => {
      const since = await sightings.see([{ source: SOURCE, digest, pushedAt: null }]);
      return since.get(SOURCE);
    };
    await see("a");
    clock.advance(30 * DAY);
    await state.prune();
    expect(await see("a")).toEqual(start);
    clock.advance(30 * DAY);
    await state.prune();
    expect(await see("a")).toEqual(start);
    clock.advance(30 * DAY + 1);
    await state.prune();
    expect(await see("a")).toEqual(new Date(clock.now()));
  });
});
