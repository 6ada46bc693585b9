import { beforeEach, describe, expect, it } from "vitest";
import { marked } from "../../../../src/github/report/marker.ts";
import type { PlanErrand } from "../../../../src/jobs/errand.ts";
import { planPull } from "../../../../src/worker/errands/plan/plan-pull.ts";
import { settled } from "../../../oci/clocks.ts";
import { APP, configOf, limited, PlanningHouse, policyOf, refused, sha } from "./planning-house.ts";

const REDIS = "docker.io/library/redis:7";
const VAULT = "docker.io/hashicorp/vault:1.18";
const MYSQL = "docker.io/library/mysql:8";

let house: PlanningHouse;
let tries = 0;

beforeEach(() => {
  house = new PlanningHouse();
  house.commit("acme/mirrors", "base", { "mirror.yml": configOf(REDIS) });
});

/** An errand of its own each time, unless it has an id. */
async function plan(changes: Partial<PlanErrand> = {}, id = `errand-${++tries}`): Promise<void> {
  const errand: PlanErrand = {
    kind: "plan",
    ...house.place("acme/mirrors"),
    pull: 12,
    isFresh: false,
    ...changes,
  };
  await planPull(house.parts, errand, id, house.context);
}

const bring = (destination: string, source: string) =>
  house.images.push({
    source,
    destination,
    sourceDigest: null,
    destinationDigest: `sha256:${"77ce".repeat(16)}`,
    platforms: "all",
    lastVerified: new Date(house.clock.now()),
  });

describe("a pull request that adds an image", () => {
  beforeEach(() => {
    bring("ghcr.io/acme/redis:7", REDIS);
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) });
  });

  it("gets a check run, then a comment, and is remembered then", async () => {
    await plan({}, "one");
    expect(house.deeds).toEqual(["create completed mirror / plan", "reply comment", "remember 12"]);
    const [check] = house.checks;
    expect(check).toMatchObject({
      commit: sha("head"),
      externalId: "plan:12:one",
      conclusion: "success",
      output: { title: "Plan: 1 to copy (1 MB), 1 up to date" },
      buttons: [{ button: "plan" }, { button: "sync" }],
    });
    expect(check?.output.annotations).toMatchObject([{ startLine: 4, level: "notice" }]);
    expect(house.comments[0]?.body).toMatch(/^<!-- ghcr-mirror:4711:plan -->\n### Plan: 1 to copy/);
    expect(house.plans.get(12)).toMatchObject({
      head: sha("head"),
      base: sha("base"),
      baseBranch: "main",
      checkRun: check?.id,
      comment: 100,
      sources: ["docker.io/library/redis", "docker.io/hashicorp/vault"],
      computedAt: new Date(house.clock.now()),
    });
  });

  it("has what it adds looked into first, and believes what was brought", async () => {
    await plan();
    expect(house.orders).toMatchObject([{ owner: "acme", only: [], first: [VAULT] }]);
    expect([...(house.orders[0]?.remembered.keys() ?? [])]).toEqual(["ghcr.io/acme/redis:7"]);
  });

  it("is not planned again where neither head nor base has moved", async () => {
    await plan();
    const deeds = [...house.deeds];
    await plan();
    expect(house.deeds).toEqual(deeds);
    expect(house.orders).toHaveLength(1);
  });

  it("is planned again for a person, on a check run of its own; the comment, which says the same, stays", async () => {
    await plan();
    house.deeds.length = 0;
    await plan({ isFresh: true });
    expect(house.deeds).toEqual(["create completed mirror / plan", "remember 12"]);
  });

  it("writes nothing where a plan that nobody waits for comes to the same", async () => {
    await plan();
    house.deeds.length = 0;
    house.clock.advance(7 * 3_600_000);
    await plan({ isFresh: true, isQuiet: true });
    expect(house.deeds).toEqual(["remember 12"]);
    expect(house.plans.get(12)).toMatchObject({
      computedAt: new Date(house.clock.now()),
      checkRun: 1,
      comment: 100,
    });
  });

  it("writes where it comes to something else", async () => {
    await plan();
    house.deeds.length = 0;
    bring("ghcr.io/acme/vault:1.18", VAULT);
    await plan({ isFresh: true, isQuiet: true });
    expect(house.deeds).toEqual(["create completed mirror / plan", "edit comment 100", "remember 12"]);
    expect(house.comments[0]?.body).toContain("### Plan: nothing to do, 2 up to date");
  });

  it("is looked at in vain where a quiet plan was forgotten meanwhile", async () => {
    await plan({ isFresh: true, isQuiet: true });
    expect(house.deeds).toEqual([]);
  });

  it("gets a check run on each head, and the comment is edited only where it says something else", async () => {
    await plan();
    house.deeds.length = 0;
    house.pull({ "mirror.yml": configOf(REDIS, VAULT), CODEOWNERS: "*" }, { head: sha("second") });
    await plan();
    expect(house.deeds).toEqual(["create completed mirror / plan", "remember 12"]);
    house.pull({ "mirror.yml": configOf(REDIS, VAULT, MYSQL) }, { head: sha("third") });
    await plan();
    expect(house.deeds.slice(2)).toEqual([
      "create completed mirror / plan",
      "edit comment 100",
      "remember 12",
    ]);
    expect(house.comments).toHaveLength(1);
  });

  it("is done again after a crash with what is there", async () => {
    await plan({}, "one");
    house.plans.clear();
    house.deeds.length = 0;
    await plan({}, "one");
    expect(house.deeds).toEqual(["update completed 1", "edit comment 100", "remember 12"]);
  });

  it("is not fooled by a marker that somebody else wrote", async () => {
    house.comments.push({ id: 1, author: "mallory", body: marked(APP, "plan", "All is well.") });
    await plan();
    expect(house.comments.map(({ author }) => author)).toEqual(["mallory", "us"]);
    expect(house.comments[0]?.body).toContain("All is well.");
  });

  it("leaves the comment of another deployment alone", async () => {
    house.comments.push({ id: 1, author: "us", body: marked(APP + 1, "plan", "Theirs.") });
    await plan();
    expect(house.comments).toHaveLength(2);
  });

  it("does not write again what somebody has deleted", async () => {
    await plan();
    house.comments.length = 0;
    house.pull({ "mirror.yml": configOf(REDIS, VAULT, MYSQL) }, { head: sha("second") });
    await plan();
    expect(house.comments).toEqual([]);
  });

  it("is told in the check run alone where the conversation is locked", async () => {
    house.refusals.set("reply", refused());
    await plan();
    expect(house.deeds).toEqual(["create completed mirror / plan", "remember 12"]);
    expect(house.plans.get(12)?.comment).toBeNull();
  });

  it("is given up where GitHub takes no check run, and tried again where it is busy", async () => {
    house.refusals.set("create", refused());
    await plan();
    expect(house.log.lines).toEqual(["warn GitHub does not let a plan be told"]);
    expect(house.plans.size).toBe(0);
    house.refusals.set("create", limited());
    await expect(plan()).rejects.toThrow("secondary rate limit");
  });

  it.each(["the base", "the head"])("gets no comment where the config of %s wants none", async (where) => {
    const silent = `${configOf(REDIS)}report:\n  comment: never\n`;
    const loud = configOf(REDIS, VAULT);
    if (where === "the base") house.commit("acme/mirrors", "base", { "mirror.yml": silent });
    house.pull({ "mirror.yml": where === "the base" ? loud : `${loud}report:\n  comment: never\n` });
    await plan();
    expect(house.deeds).toEqual(["create completed mirror / plan", "remember 12"]);
  });

  it("says that it goes on where it takes its time", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    house.planning = promise;
    const planning = plan();
    await settled();
    expect(house.checks).toEqual([]);
    house.clock.advance(10_000);
    await settled();
    expect(house.checks).toMatchObject([
      { status: "in_progress", output: { title: "Looking at the images" } },
    ]);
    resolve();
    await planning;
    expect(house.deeds).toEqual([
      "create in_progress mirror / plan",
      "remember 12",
      "update completed 1",
      "reply comment",
      "remember 12",
    ]);
  });

  it("ends a check run that was begun on an older head", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    house.planning = promise;
    const planning = plan();
    await settled();
    house.clock.advance(10_000);
    await settled();
    // The process dies: what the old try would still do is of no interest.
    house.refusals.set("update", limited());
    resolve();
    await expect(planning).rejects.toThrow();
    house.refusals.clear();
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) }, { head: sha("second") });
    await plan();
    expect(house.checks).toMatchObject([
      {
        status: "completed",
        conclusion: "cancelled",
        output: { title: `Superseded by ${sha("second").slice(0, 7)}` },
      },
      { status: "completed", conclusion: "success" },
    ]);
  });

  it("is forgotten when it is closed", async () => {
    await plan();
    house.pull({}, { isOpen: false });
    house.deeds.length = 0;
    await plan();
    expect(house.deeds).toEqual(["forget 12"]);
  });
});

describe("a pull request that does not change the config", () => {
  it("gets nothing", async () => {
    house.pull({ "mirror.yml": configOf(REDIS), CODEOWNERS: "*" });
    await plan();
    expect(house.deeds).toEqual([]);
  });

  it("any longer is told so, in place", async () => {
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) });
    await plan();
    house.deeds.length = 0;
    house.pull({ "mirror.yml": configOf(REDIS) }, { head: sha("second") });
    await plan();
    expect(house.deeds).toEqual(["edit comment 100", "forget 12"]);
    expect(house.comments[0]?.body).toContain("does not change the config any more");
  });

  it("against another base is told so on the check run, too: it may have been red", async () => {
    house.pull({ "mirror.yml": configOf(REDIS, "no image") });
    await plan();
    expect(house.checks).toMatchObject([{ conclusion: "failure" }]);
    house.mergeBase = house.pull({ "mirror.yml": configOf(REDIS, "no image") }, { baseBranch: "next" }).head;
    await plan();
    expect(house.checks).toMatchObject([{ conclusion: "neutral" }]);
    expect(house.plans.size).toBe(0);
  });
});

describe("a pull request", () => {
  const outputOf = () => house.checks.at(-1);

  it("with a wrong config gets its problems, and nothing is looked up", async () => {
    house.pull({ "mirror.yml": configOf("Not An Image") });
    await plan();
    expect(outputOf()).toMatchObject({
      conclusion: "failure",
      output: { title: "1 problem in .github/mirror.yml" },
    });
    expect(outputOf()?.output.annotations).toMatchObject([{ startLine: 3, level: "failure" }]);
    expect(house.orders).toEqual([]);
    expect(house.comments).toHaveLength(1);
  });

  it("with a config that has more problems than one request takes is told all of them", async () => {
    house.pull({ "mirror.yml": configOf(...Array.from({ length: 60 }, (_, at) => `Not An Image ${at}`)) });
    await plan();
    expect(house.deeds.slice(0, 2)).toEqual(["create in_progress mirror / plan", "update completed 1"]);
    expect(outputOf()?.output.annotations).toHaveLength(60);
  });

  it("that deletes the config is told what is not kept up any longer", async () => {
    bring("ghcr.io/acme/redis:7", REDIS);
    house.pull({});
    await plan();
    expect(outputOf()).toMatchObject({
      conclusion: "neutral",
      output: { title: "Plan: the config goes away, 1 image no longer kept up" },
    });
  });

  it("that renames the config to .yaml has nothing to copy", async () => {
    bring("ghcr.io/acme/redis:7", REDIS);
    house.pull({ "mirror.yaml": configOf(REDIS) });
    await plan();
    expect(outputOf()).toMatchObject({
      conclusion: "neutral",
      output: { title: "Plan: nothing to do, 1 up to date" },
    });
    expect(outputOf()?.output.summary).toContain("`.github/mirror.yaml@");
    expect(house.comments).toEqual([]);
  });

  it("that has both names is wrong", async () => {
    house.pull({ "mirror.yml": configOf(REDIS), "mirror.yaml": configOf(REDIS) });
    await plan();
    expect(outputOf()).toMatchObject({ conclusion: "failure" });
  });

  it("that takes an entry away is told of its copies, and only of those that it takes away", async () => {
    bring("ghcr.io/acme/redis:7", REDIS);
    bring("ghcr.io/acme/vault:1.18", VAULT);
    house.pull({ "mirror.yml": configOf(VAULT) });
    await plan();
    expect(outputOf()?.output.title).toBe("Plan: 1 no longer kept up, 1 up to date");
    expect(outputOf()?.output.summary).toContain("| - | `docker.io/library/redis:7` |");
  });

  it("into another branch says that nothing is carried out there", async () => {
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) }, { baseBranch: "release-1" });
    await plan();
    expect(outputOf()?.output.summary).toContain("`release-1` is not the default branch");
  });

  it("is planned again when its base is another branch", async () => {
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) });
    await plan();
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) }, { baseBranch: "release-1" });
    await plan();
    expect(house.checks).toHaveLength(2);
  });

  it("that adds what the organization forbids is refused, by file, line and commit", async () => {
    const commit = house.commit("acme/.github", "policy", {
      "mirror-policy.yml": policyOf("sources:", "  deny:", `    - ${MYSQL.slice(0, -2)}`),
    });
    house.pull({ "mirror.yml": configOf(REDIS, MYSQL) });
    await plan();
    expect(outputOf()).toMatchObject({ conclusion: "failure" });
    expect(outputOf()?.output.title).toContain("1 forbidden");
    expect(outputOf()?.output.summary).toContain(
      `(\`acme/.github: .github/mirror-policy.yml:4 at ${commit.slice(0, 7)}\`)`,
    );
    expect(house.orders[0]?.config.entries).toHaveLength(1);
  });

  it("is not planned while the organization's policy cannot be read", async () => {
    const commit = house.commit("acme/.github", "policy", { "mirror-policy.yml": "version: 2\n" });
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) });
    await plan();
    expect(outputOf()).toMatchObject({ conclusion: "failure" });
    expect(outputOf()?.output.summary).toContain(
      `\`acme/.github: .github/mirror-policy.yml at ${commit.slice(0, 7)}\` cannot be read`,
    );
    expect(house.orders).toEqual([]);
  });

  it("that forbids more by the repository's own policy is told what that does", async () => {
    bring("ghcr.io/acme/redis:7", REDIS);
    const own = policyOf("sources:", "  deny:", "    - docker.io/library/redis");
    house.pull({ "mirror.yml": configOf(REDIS), "mirror-policy.yml": own });
    await plan();
    expect(outputOf()).toMatchObject({ conclusion: "failure", output: { title: "Plan: 1 forbidden" } });
    expect(outputOf()?.output.annotations).toMatchObject([{ startLine: 3, level: "failure" }]);
  });

  it("with a wrong policy of its own is told so", async () => {
    house.pull({ "mirror.yml": configOf(REDIS), "mirror-policy.yml": "grants: 3\n" });
    await plan();
    expect(outputOf()).toMatchObject({ conclusion: "failure" });
    expect(outputOf()?.output.title).toContain(".github/mirror-policy.yml");
  });
});

describe("a pull request from a fork", () => {
  beforeEach(() => {
    bring("ghcr.io/acme/redis:7", REDIS);
    bring("ghcr.io/acme/secret:1", "docker.io/acme/secret:1");
  });

  it("is planned from what everybody may see, and offers no button that copies", async () => {
    house.pull({ "mirror.yml": configOf(REDIS, VAULT) }, { isFork: true });
    await plan();
    expect(house.orders[0]?.remembered.size).toBe(0);
    expect(house.checks[0]?.buttons).toMatchObject([{ button: "plan" }]);
    expect(house.checks[0]?.output.summary).toContain(`\`/mirror sync ${sha("head")}\``);
  });

  it("learns what the config no longer names, not which tags were brought", async () => {
    const globs = ["version: 1", "mirrors:", "  - source: docker.io/acme/secret", '    tags: ["*"]', ""].join(
      "\n",
    );
    house.commit("acme/mirrors", "base", { "mirror.yml": globs });
    house.pull({}, { isFork: true });
    await plan();
    const { summary = "" } = house.checks[0]?.output ?? {};
    expect(summary).toContain("| - | `docker.io/acme/secret:*` | `ghcr.io/acme/secret:*` |");
    expect(summary).not.toContain("secret:1");
  });
});
