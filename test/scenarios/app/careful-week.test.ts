import { afterAll, beforeAll, expect, it } from "vitest";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import { configOf } from "./config-of.ts";
import { type House, openHouse } from "./open-house.ts";
import { TendedRepository } from "./tended-repository.ts";

const WEEK = 7 * 24 * 3_600_000;
/** Scheduled runs of a week. */
const RUNS = 60;
/** Runs within which Docker Hub is away: for a day, twice. */
const OUTAGES = [
  [9, 17],
  [35, 43],
] as const;
/** Runs before which a pull request is opened and merged. */
const PULLS = [2, 20, 27, 48, 56];

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** How often GitHub has sent mail because of something that the bot did, by what it was: edits, reactions and check runs are none. */
function notifications(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {
    "issues.opened": 0,
    "issues.closed": 0,
    "issues.reopened": 0,
    "issue_comment.created": 0,
    "pull_request.opened": 0,
  };
  for (const { event, action, body } of house.github.hooks.log) {
    const kind = `${event}.${action}`;
    const { sender } = JSON.parse(body.toString()) as { sender?: { type: string } };
    if (sender?.type === "Bot" && kind in counts) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

it("a careful week makes fewer than ten notifications", async () => {
  const mirrors = ["redis", "vault", "alpine"].map((name) => {
    house.stock(`library/${name}`, "1");
    return `docker.io/library/${name}:1`;
  });
  const repository = await house.repository("mirrors");
  await house.apply(repository, ...mirrors);
  const mirror = new TendedRepository(house, repository);

  /** Adds an image in one commit and another one in a second, and merges. */
  async function propose(branch: string): Promise<void> {
    const add = async (name: string) => {
      house.stock(`library/${name}`, "1");
      mirrors.push(`docker.io/library/${name}:1`);
      await repository.commit({ branch, files: configOf(...mirrors) });
      await house.settled();
    };
    await add(`${branch}-a`);
    const pull = await repository.openPullRequest({ title: "More images", head: branch });
    await house.settled();
    await add(`${branch}-b`);
    await repository.pulls.merge(pull, repository.creator);
    await house.settled();
    const check = mirror.conversation.checks("mirror / sync").at(-1);
    expect(check).toMatchObject({ conclusion: "success", title: expect.stringMatching(/2 copied/) });
  }

  const conclusions: Record<string, number> = {};
  for (let run = 1; run <= RUNS; run += 1) {
    house.clock.advance(WEEK / RUNS);
    if (PULLS.includes(run)) await propose(`topic-${run}`);
    if (OUTAGES.some(([first]) => run === first))
      house.hub.faults.add({ when: { kind: "manifest" }, times: Number.POSITIVE_INFINITY, act: status(503) });
    if (OUTAGES.some(([, last]) => run === last + 1)) house.hub.faults.clear();
    const isAway = OUTAGES.some(([first, last]) => run >= first && run <= last);
    const { conclusion } = await mirror.rerun(1, isAway ? 5 : 0);
    conclusions[conclusion ?? "none"] = (conclusions[conclusion ?? "none"] ?? 0) + 1;
  }
  expect(conclusions).toEqual({ failure: 18, neutral: 42 });
  expect(mirror.issue).toMatchObject({ state: "closed", comments: [] });

  const counts = notifications();
  expect(counts).toEqual({
    "issues.opened": 1,
    "issues.closed": 2,
    "issues.reopened": 1,
    "issue_comment.created": 5,
    "pull_request.opened": 0,
  });
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeLessThan(10);
}, 120_000);
