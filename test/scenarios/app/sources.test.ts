import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FaultAct } from "../../../sandbox/registry/faults.ts";
import { configOf, textOf } from "./config-of.ts";
import { Conversation, DONE, TAKEN } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";
import { pushUnheard } from "./push-package.ts";
import { TendedRepository } from "./tended-repository.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let house: House;
beforeEach(async () => {
  house = await openHouse({ dockerHub: { limit: 10_000 } });
});
afterEach(() => house[Symbol.asyncDispose]());

const docker = (name: string, tag = "1") => `docker.io/library/${name}:${tag}`;
const brought = (name: string, tag = "1") => house.ghcr.store.manifest(`acme/${name}`, tag)?.digest;
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A repository that mirrors what these lines say. */
async function keep(name: string, ...mirrors: readonly string[]): Promise<Conversation> {
  const repository = await house.repository(name);
  await house.apply(repository, ...mirrors);
  return new Conversation(house, repository);
}

/** Lets so much time pass, five minutes at least, and what is due then come to its end. */
async function pass(milliseconds: number): Promise<void> {
  await house.sweep(milliseconds);
  await house.settled();
}

/** What the check runs on the newest commit came to. */
const told = (talk: Conversation) =>
  talk
    .checks("mirror / sync")
    .map(({ conclusion, title }) => `${conclusion}: ${title?.replaceAll(/ \([^)]*B\)/g, "")}`);

/** Many tags of one image. */
function stockMany(name: string, tags: readonly string[]): void {
  const digest = house.stock(`library/${name}`, tags[0] ?? "");
  for (const tag of tags) house.hub.store.tag(`library/${name}`, tag, digest);
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);

/** Looks at single tags of a source. */
const heads = (name: string) =>
  house.hub.count({ kind: "manifest", method: "HEAD", repository: `library/${name}`, status: 200 });

// The machine may be busy, and ten repositories are some work.
vi.setConfig({ testTimeout: 60_000 });

describe("the same image in ten repositories", () => {
  it.each([
    ["a tag", "{ source: docker.io/library/NAME:1, to: NAME/AT }", { heads: 1, tables: 0 }],
    ["a search", '{ source: docker.io/library/NAME, tags: ["*"], to: NAME/AT }', { heads: 0, tables: 1 }],
  ])("as %s is looked at once where all are due, and brought to ten places", async (_, line, asked) => {
    const name = asked.tables > 0 ? "found" : "shared";
    house.stock(`library/${name}`, "1");
    const places = Array.from({ length: 10 }, (_, at) => `${name}/${at}`);
    for (const at of places.keys())
      await keep(`${name}-${at}`, line.replaceAll("NAME", name).replace("AT", `${at}`));
    await pass(6 * HOUR);
    const moved = house.stock(`library/${name}`, "1", "moved");
    house.hub.resetRequests();
    house.hubApi.resetRequests();
    await pass(6 * HOUR);
    expect(places.map((place) => brought(place))).toEqual(places.map(() => moved));
    expect([heads(name), house.hubApi.count({ repository: `library/${name}` })]).toEqual([
      asked.heads,
      asked.tables,
    ]);
  });
});

describe("a list of tags", () => {
  it.each([
    ["once", 1, 4],
    ["each time", Number.POSITIVE_INFINITY, 6],
  ])("that changes between its pages, %s, hides none", async (what, times, requests) => {
    const name = `shifting-${what.replace(" ", "-")}`;
    stockMany(name, numbered(150));
    const talk = await keep(name, `{ source: docker.io/library/${name}, tags: ["t*"] }`);
    expect(told(talk)).toEqual(["success: Synced: 150 copied"]);
    const repository = `library/${name}`;
    let left = times;
    const shift: FaultAct = {
      name: "shift",
      run: async (call, proceed) => {
        const { store } = house.hub;
        if (call.url.searchParams.get("page") === "2" && left-- > 0)
          store.deleteTag(repository, store.taggings(repository)[0]?.tag ?? "");
        return proceed(call);
      },
    };
    house.hubApi.resetRequests();
    house.hubApi.faults.add({ when: { repository }, times: Number.POSITIVE_INFINITY, act: shift });
    await pass(6 * HOUR);
    house.hubApi.faults.clear();
    expect(house.hubApi.count({ repository })).toBe(requests);
    const gone = 150 - house.hub.store.tags(repository).length;
    expect(told(talk).at(-1)).toBe(
      `neutral: Nothing to do: ${gone} gone at the source, ${150 - gone} up to date`,
    );
  });

  it("of more than Docker Hub's API shows is read from the registry", async () => {
    const name = "walled";
    stockMany(name, numbered(1001));
    house.hubApi.resetRequests();
    house.hub.resetRequests();
    const talk = await keep(name, `{ source: docker.io/library/${name}, tags: ["t1?"] }`);
    expect(told(talk)).toEqual(["success: Synced: 10 copied"]);
    const lists = house.hub.count({ kind: "tags", repository: `library/${name}`, status: 200 });
    expect([house.hubApi.count({ repository: `library/${name}` }), lists, heads(name)]).toEqual([1, 2, 10]);
  });

  it("of 50,000 is searched", async () => {
    const name = "vast";
    const tags = Array.from({ length: 50_000 }, (_, at) => `1.${Math.floor(at / 100)}.${at % 100}`);
    stockMany(name, tags);
    house.hubApi.resetRequests();
    house.hub.resetRequests();
    const talk = await keep(
      name,
      `{ source: docker.io/library/${name}, tags: [{ semver: ">=1.100 <1.400", latest: 3 }, "1.7.1?"], exclude: ["*.99"] }`,
    );
    expect(told(talk)).toEqual(["success: Synced: 13 copied"]);
    expect(house.ghcr.store.tags(`acme/${name}`).filter((tag) => tag.startsWith("1.399"))).toEqual([
      "1.399.96",
      "1.399.97",
      "1.399.98",
    ]);
    const lists = house.hub.count({ kind: "tags", repository: `library/${name}`, status: 200 });
    // The fiftieth page is full, so that it need not be the last.
    expect([house.hubApi.count({ repository: `library/${name}` }), lists, heads(name)]).toEqual([1, 51, 13]);
    expect(talk.checks("mirror / sync")[0]?.text).toContain(
      [
        `- \`docker.io/library/${name}\` (line 3): 13 of 50000 tags`,
        "  - 29697: not among the newest 3 of semver &#62;=1.100 &#60;1.400 (",
      ].join("\n"),
    );
  });

  it("is searched by a stranger's patterns without harm", async () => {
    const name = "hostile";
    stockMany(
      name,
      Array.from({ length: 200 }, (_, at) => `${"a".repeat(120)}${at}`),
    );
    const talk = await keep("hostile", docker("hostile", `${"a".repeat(120)}0`));
    const stranger = talk.person("stranger");
    const fork = await talk.repository.fork(stranger);
    const patterns = [
      '{ regex: "(a+)+b" }',
      '{ regex: "(a|a)*(a|aa)*b" }',
      '{ regex: "(.*)*(.*)*(.*)*x" }',
      `"${"*a".repeat(40)}*b"`,
    ];
    const config = configOf(`{ source: docker.io/library/${name}, tags: [${patterns.join(", ")}] }`);
    const start = performance.now();
    const headSha = await fork.commit({ branch: "gift", files: config });
    await talk.repository.openPullRequest({ title: "A gift", head: "stranger:gift" }, stranger);
    await house.settled();
    // RE2 and our globs take no time to speak of; what backtracks would never come to its end.
    expect(performance.now() - start).toBeLessThan(10_000);
    const [plan] = talk.checks("mirror / plan", headSha);
    expect(plan).toMatchObject({ conclusion: "success", title: "Plan: 1 no longer kept up" });
    expect(plan?.summary?.match(/^- no tag of /gm)).toHaveLength(4);
    const huge = configOf(
      `{ source: docker.io/library/${name}, tags: [{ regex: "((a{1000}){1000}){1000}" }] }`,
    );
    const hugeSha = await fork.commit({ branch: "gift", files: huge });
    await house.settled();
    const [refused] = talk.checks("mirror / plan", hugeSha);
    expect(refused).toMatchObject({
      conclusion: "failure",
      annotations: [
        {
          start_line: 3,
          message: expect.stringMatching(/^a regular expression has at most 500 steps; this has 2009015008/),
        },
      ],
    });
  });
});

describe("a tag that is younger than `min-age`", () => {
  const line = (name: string) => `{ source: ${docker(name)}, min-age: 3d, schedule: every 1h }`;

  it("waits, is told with its time, in a plan too, and is brought then", async () => {
    const digest = house.stock("library/young", "1");
    const talk = await keep("young", line("young"));
    const until = iso(house.clock.now() + 3 * DAY);
    expect(told(talk)).toEqual(["neutral: Nothing to do: 1 too young"]);
    const [check] = talk.checks("mirror / sync");
    expect(check?.summary).toContain(`too young for min-age: eligible from ${until}`);
    house.stock("library/other", "1");
    const pull = await talk.propose("topic", line("young"), docker("other"));
    const [plan] = talk.checks("mirror / plan", pull.pull.headSha);
    expect(plan?.title).toContain("1 too young");
    expect(plan?.summary).toContain(`too young for min-age: eligible from ${until}`);
    await pass(2 * DAY);
    await pass(23 * HOUR);
    expect([brought("young"), told(talk).length]).toEqual([undefined, 1]);
    await pass(2 * HOUR);
    expect(brought("young")).toBe(digest);
    expect(told(talk).slice(1)).toEqual(["success: Synced: 1 copied"]);
  });

  it("starts anew where it moves while it waits, and what is there stays until then", async () => {
    const old = house.stock("library/restless", "1");
    const talk = await keep("restless", line("restless"));
    await pass(3 * DAY + HOUR);
    expect(brought("restless")).toBe(old);
    house.stock("library/restless", "1", "second");
    await pass(2 * DAY);
    const third = house.stock("library/restless", "1", "third");
    await pass(2 * HOUR);
    await pass(2 * DAY);
    expect(brought("restless")).toBe(old);
    await pass(DAY);
    expect(brought("restless")).toBe(third);
    const waits = "neutral: Nothing to do: 1 too young";
    expect(told(talk)).toEqual([
      waits,
      "success: Synced: 1 copied",
      waits,
      waits,
      "success: Synced: 1 updated",
    ]);
  });
});

describe("a tag that its source no longer has", () => {
  it("is kept, and told once", async () => {
    for (const tag of ["1", "2"]) house.stock("library/vanishing", tag);
    const digest = house.stock("library/gone", "1");
    const lines = ['{ source: docker.io/library/vanishing, tags: ["*"] }', docker("gone")];
    const talk = await keep("vanishing", ...lines);
    house.hub.store.deleteTag("library/vanishing", "2");
    house.hub.store.deleteTag("library/gone", "1");
    for (let look = 0; look < 3; look++) await pass(6 * HOUR);
    expect(told(talk)).toEqual([
      "success: Synced: 3 copied",
      "neutral: Nothing to do: 2 gone at the source, 1 up to date",
    ]);
    expect(talk.checks("mirror / sync")[1]?.summary).toContain(
      "- `docker.io/library/gone:1`: `ghcr.io/acme/gone:1` stays as it is",
    );
    expect([brought("gone"), house.ghcr.store.tags("acme/vanishing").sort()]).toEqual([digest, ["1", "2"]]);
  });
});

describe("a destination that somebody has changed, of which nobody was told", () => {
  async function drift(name: string, settings: string) {
    const digest = house.stock(`library/${name}`, "1");
    const mirror = new TendedRepository(house, await house.repository(name));
    const line = `{ source: ${docker(name)}, schedule: every 1d, verify-every: 1d${settings} }`;
    await mirror.push(`${textOf(line)}report: { issue: dashboard }\n`);
    const theirs = pushUnheard(house, `acme/${name}`, "1", "theirs").digest;
    await pass(2 * DAY);
    return { mirror, talk: mirror.conversation, digest, theirs };
  }

  it("is told by a schedule with `on-drift: report`, and put back by a person's sync of the image", async () => {
    const { mirror, talk, digest, theirs } = await drift("reported", "");
    expect(brought("reported")).toBe(theirs);
    expect(told(talk).slice(1)).toEqual(["neutral: Nothing to do: 1 changed by somebody else"]);
    await pass(2 * DAY);
    expect([brought("reported"), told(talk).length]).toEqual([theirs, 2]);
    const ann = talk.person("ann", "maintain");
    const heard = await talk.say(mirror.issue, ann, `/mirror sync ${docker("reported")}`);
    expect(heard).toEqual({ reactions: [TAKEN, DONE], replies: [] });
    expect(brought("reported")).toBe(digest);
  });

  it("is put back by a schedule with `on-drift: restore`", async () => {
    const { talk, digest } = await drift("restored", ", on-drift: restore");
    expect(brought("restored")).toBe(digest);
    expect(told(talk).slice(1)).toEqual(["success: Synced: 1 updated"]);
  });

  it("stays as it is where the source moves, as long as nobody says otherwise", async () => {
    const { talk, theirs } = await drift("overtaken", "");
    expect(brought("overtaken")).toBe(theirs);
    house.stock("library/overtaken", "1", "moved");
    await pass(DAY);
    expect([brought("overtaken"), told(talk).length]).toEqual([theirs, 2]);
  });
});
