import { describe, expect, it, vi } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { before } from "../../../sandbox/registry/fault-acts.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import { configOf, textOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";
import { TendedRepository } from "./tended-repository.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW = 6 * HOUR;
const CHECK = "mirror / sync";

/** A house whose Docker Hub grants so many pulls in six hours, all of which we may take. */
const openNarrow = (limit: number, pullReserve = 0) => openHouse({ dockerHub: { limit }, pullReserve });

const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Images of one manifest each, `a1`, `a2` and so on, as they are in configs. Each takes a pull. */
function stock(house: House, letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${letter}${index + 1}`;
    house.stock(`library/${name}`, "1");
    return `docker.io/library/${name}:1`;
  });
}

/** Another image under the tag of each. */
function move(house: House, images: readonly string[], seed = "moved"): void {
  for (const image of images) house.stock(pathOf(image), "1", `${image} ${seed}`);
}

/** `library/a1` */
const pathOf = (image: string) => image.slice("docker.io/".length, image.lastIndexOf(":"));

/** Those of the images that are at their destinations as they are at their sources. */
const arrived = ({ hub, ghcr }: House, images: readonly string[]) =>
  images.filter((image) => {
    const path = pathOf(image);
    const there = ghcr.store.manifest(path.replace("library/", "acme/"), "1")?.digest;
    return there !== undefined && there === hub.store.manifest(path, "1")?.digest;
  });

/** Has one sweep at this time, which is five minutes off at least, and what comes of it to its end. */
async function sweepAt(house: House, time: number): Promise<void> {
  await house.sweep(time - house.clock.now());
  await house.settled();
}

/** The same, and sweeps until the pulls that are free then are taken. */
async function spendAt(house: House, time: number): Promise<void> {
  await sweepAt(house, time);
  for (let sweep = 0; sweep < 6; sweep++) await sweepAt(house, house.clock.now() + 5 * MINUTE);
}

/** As it is in configs, where no schedule comes in between. */
const unscheduled = (images: readonly string[]) =>
  images.map((image) => `{ source: ${image}, schedule: never }`);

/** What waits for pulls. */
const waiting = (house: House, { repository }: Pick<Conversation, "repository">) =>
  house.rows<{ source: string; until: Date; urgency: number }>(
    `select source, until, urgency from ghcr_mirror.waiting_images
      where repository = ${repository.id} order by source`,
  );

/** What the check runs on the newest commit came to. */
const told = (talk: Conversation) =>
  talk
    .checks(CHECK)
    .map(({ conclusion, title }) => `${conclusion}: ${title?.replaceAll(/ \([^)]*B\)/g, "")}`);

const refusals = ({ hub }: House) => hub.count({ status: 429 });

async function apply(house: House, name: string, ...mirrors: readonly string[]): Promise<Conversation> {
  const repository = await house.repository(name);
  await house.apply(repository, ...mirrors);
  return new Conversation(house, repository);
}

// Some of these let many sweeps go by.
vi.setConfig({ testTimeout: 60_000 });

describe("a push of more than the pulls that are left", () => {
  it("brings what fits, says what waits and until when, and goes on by itself", async () => {
    await using house = await openNarrow(10, 2);
    const images = stock(house, "a", 20);
    const start = house.clock.now();
    const talk = await apply(house, "mirrors", ...unscheduled(images));
    expect([arrived(house, images).length, house.hub.pulls, refusals(house)]).toEqual([8, 8, 0]);
    const first = iso(start + WINDOW);
    expect(told(talk)).toEqual([`neutral: Synced: 8 copied, 12 waiting for pulls until ${first}`]);
    const [check] = talk.checks(CHECK);
    expect(check?.summary).toContain(
      `**12 images wait for pulls** and go on by themselves at ${first}: docker.io grants 10 pulls in 6 h to this address, and 2 are left to people.`,
    );
    expect(check?.summary).toContain("Pulls: 2 of 10 in 6 h were left at docker.io.");
    expect(check?.annotations).toEqual([]);
    expect(await waiting(house, talk)).toHaveLength(12);

    await sweepAt(house, start + WINDOW - 5 * MINUTE);
    expect(house.hub.pulls).toBe(8);
    await spendAt(house, start + WINDOW);
    expect([arrived(house, images).length, house.hub.pulls]).toEqual([16, 16]);
    await sweepAt(house, start + 2 * WINDOW - 5 * MINUTE);
    expect(house.hub.pulls).toBe(16);
    await spendAt(house, start + 2 * WINDOW + HOUR);
    expect([arrived(house, images).length, house.hub.pulls]).toEqual([20, 20]);
    const [, ...others] = told(talk);
    // All is well when nothing waits any longer, and not before.
    expect(others.at(-1)).toMatch(/^success: Synced: \d+ copied$/);
    for (const title of others.slice(0, -1))
      expect(title).toMatch(
        /^(success: Synced: \d+ copied|neutral: Synced: \d+ copied; \d+ more waiting for pulls)$/,
      );
    expect(others.reduce((sum, title) => sum + Number(/(\d+) copied/.exec(title)?.[1]), 0)).toBe(12);
    expect([await waiting(house, talk), refusals(house)]).toEqual([[], 0]);
  });

  it("leaves 20 to people", async () => {
    await using house = await openHouse();
    const images = stock(house, "a", 83);
    const talk = await apply(house, "mirrors", ...images);
    expect([arrived(house, images).length, house.hub.pulls]).toEqual([80, 80]);
    expect(talk.checks(CHECK)[0]?.summary).toContain("Pulls: 20 of 100 in 6 h were left at docker.io.");
    await sweepAt(house, house.clock.now() + WINDOW);
    expect(arrived(house, images)).toEqual(images);
  });

  it("brings what is not there before what is old, and small images before large ones", async () => {
    await using house = await openNarrow(4);
    const put = (tag: string, seed: string, platforms: readonly string[] = ["linux/amd64"]) =>
      pushImage(house.hub.store, "library/sizes", tag, generateImage({ seed, platforms })).digest;
    const at = (tag: string) => house.ghcr.store.manifest("acme/sizes", tag)?.digest;
    put("old", "old");
    const talk = await apply(house, "mirrors", '{ source: docker.io/library/sizes, tags: ["*"] }');
    const start = house.clock.now();
    const moved = put("old", "moved");
    const large = put("large", "large", ["linux/amd64", "linux/arm64", "linux/arm/v7"]);
    const small = ["small-1", "small-2"].map((tag) => put(tag, tag));
    await talk.repository.commit({
      files: configOf('{ source: docker.io/library/sizes, tags: ["*"] }', "docker.io/library/none:1"),
    });
    await house.settled();
    expect([at("small-1"), at("small-2"), at("large")]).toEqual([...small, undefined]);
    expect(at("old")).not.toBe(moved);
    for (let sweep = 0; sweep <= 4; sweep++) await sweepAt(house, start + WINDOW * (sweep + 1));
    expect([at("large"), at("old")]).toEqual([large, moved]);
    expect([await waiting(house, talk), refusals(house)]).toEqual([[], 0]);
  });

  it("brings an image that takes more pulls than a window grants, in parts", async () => {
    await using house = await openNarrow(4);
    const platforms = ["amd64", "arm64", "386", "ppc64le", "s390x", "riscv64"].map((name) => `linux/${name}`);
    const image = generateImage({ seed: "wide", platforms });
    const digest: Digest = pushImage(house.hub.store, "library/wide", "1", image).digest;
    const talk = await apply(house, "mirrors", "docker.io/library/wide:1");
    expect(told(talk)).toEqual([
      expect.stringContaining("neutral: Nothing copied yet: 1 waiting for pulls until"),
    ]);
    for (let window = 1; window <= 4; window++) await sweepAt(house, house.clock.now() + WINDOW);
    expect(house.ghcr.store.manifest("acme/wide", "1")?.digest).toBe(digest);
    expect([await waiting(house, talk), refusals(house)]).toEqual([[], 0]);
  });
});

describe("who gets the pulls that are free again", () => {
  it("a command before a push, and a push before a schedule", async () => {
    await using house = await openNarrow(6);
    const [timed, asked] = [stock(house, "a", 3), stock(house, "b", 3)];
    const schedule = await apply(
      house,
      "schedule",
      ...timed.map((it) => `{ source: ${it}, schedule: every 1h }`),
    );
    const command = new TendedRepository(house, await house.repository("command"));
    await command.push(`${textOf(...unscheduled(asked))}report: { issue: dashboard }\n`);
    expect(house.hub.pulls).toBe(6);
    const start = house.clock.now();
    move(house, [...timed, ...asked]);
    await sweepAt(house, start + HOUR);
    const pushed = stock(house, "c", 3);
    const push = await apply(house, "push", ...unscheduled(pushed));
    const talk = command.conversation;
    const ann = talk.person("ann", "maintain");
    expect((await talk.say(command.issue, ann, "/mirror sync")).reactions).toEqual([TAKEN]);
    const urgencies = await Promise.all([schedule, push, talk].map((one) => waiting(house, one)));
    expect(urgencies.map((rows) => rows.map(({ urgency }) => urgency))).toEqual([
      [2, 2, 2],
      [1, 1, 1],
      [0, 0, 0],
    ]);
    await spendAt(house, start + WINDOW);
    expect([timed, pushed, asked].map((images) => arrived(house, images).length)).toEqual([0, 3, 3]);
    await spendAt(house, start + 2 * WINDOW + HOUR);
    expect([arrived(house, timed).length, house.hub.pulls, refusals(house)]).toEqual([3, 15, 0]);
  });

  it("two repositories in turns", async () => {
    await using house = await openNarrow(6);
    await apply(house, "first", ...unscheduled(stock(house, "z", 6)));
    const start = house.clock.now();
    const both = ["a", "b"];
    for (const name of both) {
      // Docker Hub's list says what each of them takes.
      for (const tag of ["1", "2", "3", "4", "5"]) house.stock(`library/${name}`, tag);
      await apply(house, name, `{ source: docker.io/library/${name}, tags: ["*"], schedule: never }`);
    }
    const counts = () => both.map((name) => house.ghcr.store.tags(`acme/${name}`).length);
    expect(house.hub.pulls).toBe(6);
    await sweepAt(house, start + WINDOW);
    expect(counts()).toEqual([3, 3]);
    await sweepAt(house, start + 2 * WINDOW);
    expect([counts(), refusals(house)]).toEqual([[5, 5], 0]);
  });
});

describe("a refusal", () => {
  it("that neighbours have caused corrects the ledger, and is told as waiting", async () => {
    await using house = await openNarrow(10);
    const images = stock(house, "a", 6);
    const spend = () => house.hub.spendPulls("127.0.0.1", 9);
    house.hub.faults.add({ when: { kind: "manifest", method: "GET" }, act: before(spend) });
    const talk = await apply(house, "mirrors", ...images);
    const start = house.clock.now();
    expect(arrived(house, images)).toHaveLength(1);
    expect(refusals(house)).toBeGreaterThan(0);
    expect(told(talk)).toEqual([
      expect.stringMatching(/^neutral: Synced: 1 copied, 5 waiting for pulls until 20\d\d-/),
    ]);
    expect(talk.checks(CHECK)[0]?.annotations).toEqual([]);
    const limits = await house.rows("select remaining from ghcr_mirror.pull_limits");
    expect(limits).toEqual([{ remaining: 0 }]);
    const before429 = refusals(house);
    for (let sweep = 1; sweep <= 15; sweep++) await sweepAt(house, start + sweep * 30 * MINUTE);
    expect(arrived(house, images)).toEqual(images);
    expect([await waiting(house, talk), refusals(house)]).toEqual([[], before429]);
  });

  it("of who asks too often is waited for, and nothing waits for pulls", async () => {
    await using house = await openHouse({ dockerHub: { abuseLimit: 25 } });
    const images = stock(house, "a", 10);
    const repository = await house.repository("mirrors");
    await repository.commit({ files: configOf(...images) });
    await house.settled(1);
    const talk = new Conversation(house, repository);
    expect(told(talk)).toEqual(["success: Synced: 10 copied"]);
    expect(refusals(house)).toBeGreaterThan(0);
    expect(await waiting(house, talk)).toEqual([]);
  });
});

describe("what waits for pulls", () => {
  it("is told by /mirror status, the dashboard and a plan, with what is left and the next look", async () => {
    await using house = await openNarrow(10, 2);
    const mirror = new TendedRepository(house, await house.repository("mirrors"));
    const images = stock(house, "a", 11);
    const start = house.clock.now();
    await mirror.push(`${textOf(...images)}report: { issue: dashboard }\n`);
    const { conversation, issue } = mirror;
    const [look] = await house.rows<{ due_at: Date }>("select due_at from ghcr_mirror.schedules");
    const lines = [
      `- next look: ${iso(look?.due_at.getTime() ?? 0)} (\`every 6h\`)`,
      `- waiting for pulls: 3 images, the first until ${iso(start + WINDOW)}`,
      `- pulls: 2 of 10 in 6 h are left at docker.io, 2 of them for people; more at ${iso(start + WINDOW)}`,
    ];
    for (const line of lines) expect(mirror.issue.body).toContain(line);
    const heard = await conversation.say(issue, conversation.admin, "/mirror status");
    for (const line of lines) expect(heard.replies[0]).toContain(line);
    const pull = await conversation.propose("topic", ...images, ...stock(house, "b", 4));
    const [plan] = conversation.checks("mirror / plan", pull.pull.headSha);
    expect(plan?.summary).toContain(
      `None of docker.io's 10 pulls in 6 h may be spent now: what does not fit waits, and goes on by itself from ${iso(start + WINDOW)} on.`,
    );
  });

  it("and is not in the config any longer, or is another tag by now, is not brought", async () => {
    await using house = await openNarrow(3);
    const images = stock(house, "a", 6);
    const talk = await apply(house, "mirrors", ...images);
    const start = house.clock.now();
    const [left = "", edited = "", kept = ""] = (await waiting(house, talk)).map(({ source }) => source);
    house.stock(pathOf(edited), "2");
    const lines = images
      .filter((image) => image !== left)
      .map((image) => (image === edited ? image.replace(/1$/, "2") : image));
    await talk.repository.commit({ files: configOf(...lines) });
    await house.settled();
    expect((await waiting(house, talk)).map(({ source }) => source)).toEqual(
      [edited.replace(/1$/, "2"), kept].sort(),
    );
    await sweepAt(house, start + WINDOW);
    const tags = [left, edited, kept].map((image) =>
      house.ghcr.store.hasRepository(pathOf(image).replace("library", "acme"))
        ? house.ghcr.store.tags(pathOf(image).replace("library", "acme"))
        : [],
    );
    expect([tags, house.hub.pulls]).toEqual([[[], ["2"], ["1"]], 5]);
  });

  it.each([
    ["goes away", null, []],
    ["gets wrong", "version: 2\n", ["failure"]],
  ])("is forgotten where the config %s", async (_, text, conclusions) => {
    await using house = await openNarrow(3);
    const talk = await apply(house, "mirrors", ...stock(house, "a", 6));
    await talk.repository.commit({ files: { ".github/mirror.yml": text } });
    await house.settled();
    for (let window = 1; window <= 3; window++) await sweepAt(house, house.clock.now() + WINDOW);
    expect(talk.checks(CHECK).map(({ conclusion }) => conclusion)).toEqual(conclusions);
    expect([house.hub.pulls, await waiting(house, talk)]).toEqual([3, []]);
  });

  it("has not failed, so that a retry has nothing to do, and is not what a cancel stops", async () => {
    await using house = await openNarrow(3);
    const images = stock(house, "a", 5);
    const mirror = new TendedRepository(house, await house.repository("mirrors"));
    await mirror.push(`${textOf(...images)}report: { issue: dashboard }\n`);
    const { conversation: talk, issue } = mirror;
    const start = house.clock.now();
    const ann = talk.person("ann", "maintain");
    expect(await talk.say(issue, ann, "/mirror retry")).toEqual({
      reactions: [TAKEN, DONE],
      replies: ["Nothing has failed on the default branch."],
    });
    expect((await talk.say(issue, ann, "/mirror cancel")).reactions).toEqual([TAKEN, DONE]);
    await sweepAt(house, start + WINDOW);
    expect(arrived(house, images)).toEqual(images);
  });

  it("is not told again by each schedule, nor is it less urgent then", async () => {
    await using house = await openNarrow(3);
    const lines = stock(house, "a", 6).map((image) => `{ source: ${image}, schedule: every 1h }`);
    const talk = await apply(house, "mirrors", ...lines);
    for (let hour = 0; hour < 3; hour++) await sweepAt(house, house.clock.now() + HOUR);
    const schedules = await house.rows("select conclusion from ghcr_mirror.runs where reason = 'schedule'");
    expect(schedules).toEqual([1, 2, 3].map(() => ({ conclusion: "none" })));
    expect(talk.checks(CHECK)).toHaveLength(1);
    expect((await waiting(house, talk)).map(({ urgency }) => urgency)).toEqual([1, 1, 1]);
  });
});
