import { expect, it } from "vitest";
import type { NotedLimit, Urgency, WaitingImage, WantedPull } from "../../src/jobs/keeping-state.ts";
import type { OpenState } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { random } from "../config/random.ts";
import { ManualClock } from "./manual-clock.ts";
import { push, requested } from "./requests.ts";
import { place } from "./some-errands.ts";
import { describeOnBoth } from "./state-kinds.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 10, 22);
const WINDOW = 21_600;
const minute = (minutes: number) => new Date(START + minutes * MINUTE);

const HUB = { registry: "docker.io", identity: "0123456789ab" };
const WORD: NotedLimit = { ...HUB, limit: 100, remaining: 100, window: WINDOW, seenAt: minute(0) };
const PULL: WantedPull = { ...HUB, repository: 6, urgency: 1 };

/** Takes as many as there are, and resolves with how many, and until when there are no more. */
async function takeAll(state: OpenState, pull = PULL, most = 120): Promise<readonly [number, Date?]> {
  for (let taken = 0; taken < most; taken++) {
    const refused = await state.ledger.take(pull);
    if (refused) return [taken, refused.until];
  }
  return [most];
}

/** Has an image of a repository wait, and go on now. Resolves with the run that has its pulls. */
async function allot(
  state: OpenState,
  db: Db,
  repository: number,
  image: Partial<WaitingImage>,
): Promise<string> {
  const whole = {
    ...HUB,
    source: "docker.io/library/redis:7",
    urgency: 1 as Urgency,
    pulls: 9,
    until: minute(0),
    ...image,
  };
  const [run = ""] = await requested(state, db, push(repository));
  await state.runs.conclude(run, "neutral", undefined, { images: { looked: null, waiting: [whole] } });
  const runs = await requestedIds(db);
  await state.waiting.resume([{ ...place(repository), urgency: whole.urgency, sources: [whole.source] }], []);
  return (await requestedIds(db)).find((id) => !runs.includes(id)) ?? "";
}

async function requestedIds(db: Db): Promise<readonly string[]> {
  return (await db.selectFrom("runs").select("id").execute()).map(({ id }) => id);
}

describeOnBoth("the ledger of pulls", (take) => {
  async function opened(pullReserve?: number) {
    const kind = await take();
    const clock = new ManualClock(START);
    const options = { clock, ...(pullReserve !== undefined && { pullReserve }) };
    const [state, other] = [await kind.open(options), kind.isShared ? await kind.open(options) : undefined];
    return { kind, clock, state, other: other ?? state };
  }

  it("sets no limit to somebody of whom nothing was noted", async () => {
    const { kind, state } = await opened();
    await using _ = kind;
    await state.ledger.note({ ...WORD, identity: "somebody else", remaining: 0 });
    await state.ledger.note({ ...WORD, registry: "quay.io", remaining: 0 });
    expect(await takeAll(state)).toEqual([120]);
    // They count as soon as there is one.
    await state.ledger.note({ ...WORD, limit: 150, remaining: 150 });
    expect(await takeAll(state)).toEqual([10, minute(360)]);
  });

  it("keeps the reserve, by default and as it is told", async () => {
    for (const [reserve, free] of [
      [undefined, 80],
      [0, 100],
      [99, 1],
    ] as const) {
      const { kind, state } = await opened(reserve);
      await using _ = kind;
      await state.ledger.note(WORD);
      expect(await takeAll(state)).toEqual([free, minute(360)]);
    }
  });

  it("goes by the newest word, and by the smaller one of the same moment", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    const remaining = async () => (await state.ledger.accounts()).map((account) => account.remaining);
    clock.advance(MINUTE);
    await state.ledger.note({ ...WORD, seenAt: minute(1), remaining: 50 });
    await state.ledger.note({ ...WORD, seenAt: minute(0), remaining: 70 });
    expect(await remaining()).toEqual([50]);
    await state.ledger.note({ ...WORD, seenAt: minute(1), remaining: 49 });
    await state.ledger.note({ ...WORD, seenAt: minute(1), remaining: 60 });
    expect(await remaining()).toEqual([49]);
    clock.advance(MINUTE);
    await state.ledger.note({ ...WORD, seenAt: minute(2), limit: 200, remaining: 180 });
    expect(await remaining()).toEqual([180]);
  });

  it("does not go by a word of the future, nor by pulls of it", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note(WORD);
    await takeAll(state);
    clock.advance(-400 * DAY);
    const now = clock.now();
    await state.ledger.note({ ...WORD, seenAt: new Date(now + DAY), remaining: 0 });
    expect(await state.ledger.accounts()).toMatchObject([
      { remaining: 0, taken: 80, free: 0, seenAt: new Date(now), until: new Date(now + WINDOW * 1000) },
    ]);
    clock.advance(1);
    await state.ledger.note({ ...WORD, seenAt: new Date(clock.now()) });
    clock.advance(WINDOW * 1000 - 1);
    expect(await takeAll(state)).toEqual([80, new Date(clock.now() + WINDOW * 1000)]);
  });

  it("ages a word that was said before the clock was set back", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note({ ...WORD, remaining: 0 });
    clock.advance(-400 * DAY);
    const [account] = await state.ledger.accounts();
    expect(account?.until).toEqual(new Date(clock.now() + 30 * MINUTE));
    clock.advance(30 * MINUTE);
    expect(await takeAll(state)).toEqual([1, new Date(clock.now() + 30 * MINUTE)]);
  });

  it("grants each pull once, whoever asks", async () => {
    const { kind, state, other } = await opened();
    await using _ = kind;
    await state.ledger.note({ ...WORD, limit: 30, remaining: 30 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? state : other).ledger.take(PULL)),
    );
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(10);
  });

  it("never lets two exceed the limit in any window", async () => {
    const { kind, clock, state, other } = await opened(5);
    await using _ = kind;
    const next = random(6);
    const limit = 25;
    const times: number[] = [];
    const within = () => times.filter((time) => time > clock.now() - WINDOW * 1000).length;
    for (let round = 0; round < 60; round++) {
      clock.advance(Math.floor(next() * 40) * MINUTE);
      const said = { ...WORD, limit, remaining: limit - within(), seenAt: new Date(clock.now()) };
      if (round === 0 || next() < 0.3) await state.ledger.note(said);
      const wanted = Array.from({ length: Math.floor(next() * 6) }, () => (next() < 0.5 ? state : other));
      const answers = await Promise.all(wanted.map(({ ledger }) => ledger.take(PULL)));
      for (const answer of answers) {
        if (answer === undefined) times.push(clock.now());
        else expect(answer.until.getTime()).toBeGreaterThan(clock.now());
      }
      expect(within()).toBeLessThanOrEqual(limit - 5);
    }
    expect(times.length).toBeGreaterThan(60);
  });

  it.each<[string, Partial<WaitingImage>, Partial<WantedPull>, number]>([
    ["others of the same urgency", {}, {}, 71],
    ["others that are less urgent", { urgency: 0 }, { urgency: 2 }, 71],
    ["not others that are more urgent", { urgency: 2 }, {}, 80],
    ["not the repository itself", {}, { repository: 7 }, 80],
    ["those of no repository", {}, { repository: null }, 71],
    ["not others that jobs bring, from other addresses", { identity: null }, {}, 80],
    ["not others of another account", { identity: "another" }, {}, 80],
    ["not others of another registry", { registry: "quay.io" }, {}, 80],
  ])("keeps what is allotted from %s", async (_, image, pull, free) => {
    const { kind, state } = await opened();
    await using _kind = kind;
    await state.ledger.note(WORD);
    await allot(state, kind.db, 7, image);
    const [taken, until] = await takeAll(state, { ...PULL, ...pull });
    expect(taken).toBe(free);
    expect(until).toEqual(free === 80 ? minute(360) : minute(5));
  });

  it("keeps what is allotted until it is taken, the run ends, or an hour has passed", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note(WORD);
    const free = async () => (await state.ledger.accounts()).map((account) => account.free);
    const run = await allot(state, kind.db, 7, { pulls: 30 });
    await allot(state, kind.db, 8, { pulls: 20 });
    expect(await free()).toEqual([30]);
    expect(await takeAll(state, { ...PULL, repository: 7 }, 10)).toEqual([10]);
    expect(await free()).toEqual([30]);
    await state.runs.conclude(run, "failure");
    expect(await free()).toEqual([50]);
    expect(await takeAll(state)).toEqual([50, minute(5)]);
    clock.advance(60 * MINUTE);
    expect(await takeAll(state)).toEqual([20, minute(360)]);
  });

  it("tells of all accounts of the last day", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note({ ...WORD, identity: "others", remaining: 15, limit: 200 });
    await state.ledger.note(WORD);
    await takeAll(state, PULL, 10);
    clock.advance(MINUTE);
    await takeAll(state, PULL, 5);
    const known = { ...HUB, limit: 100, window: WINDOW, seenAt: minute(0) };
    const others = {
      ...known,
      identity: "others",
      limit: 200,
      remaining: 15,
      taken: 0,
      free: 0,
      until: minute(30),
    };
    expect(await state.ledger.accounts()).toEqual([
      { ...known, remaining: 85, taken: 15, free: 65, until: null },
      others,
    ]);
    clock.advance(DAY - MINUTE);
    await state.prune();
    expect(await state.ledger.accounts()).toHaveLength(2);
    clock.advance(1);
    expect(await state.ledger.accounts()).toEqual([]);
    await state.prune();
    expect(await kind.db.selectFrom("pull_limits").select("identity").execute()).toEqual([]);
  });

  it("forgets pulls after two windows", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note(WORD);
    await takeAll(state, PULL, 3);
    await takeAll(state, { ...PULL, identity: "unlimited" }, 2);
    const left = async () => (await kind.db.selectFrom("pulls").select("identity").execute()).length;
    clock.advance(2 * WINDOW * 1000);
    await state.prune();
    expect(await left()).toBe(5);
    clock.advance(1);
    await state.prune();
    expect(await left()).toBe(2);
    clock.advance(2 * DAY);
    await state.prune();
    expect(await left()).toBe(0);
  });

  it("knows a limit as long as its window lasts", async () => {
    const { kind, clock, state } = await opened();
    await using _ = kind;
    await state.ledger.note({ ...WORD, window: 3 * (DAY / 1000) });
    await takeAll(state);
    clock.advance(2 * DAY);
    await state.prune();
    expect(await takeAll(state)).toEqual([0, new Date(START + 3 * DAY)]);
  });
});
