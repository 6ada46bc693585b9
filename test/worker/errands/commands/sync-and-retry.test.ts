import { describe, expect, it } from "vitest";
import { carriedByApp, image, report } from "../../../cli/reports.ts";
import { runOf } from "../../runs.ts";
import { CONFIG, HEAD, MAIN, PULL, PUSHED, Stand, thread } from "./stand.ts";

const VAULT = ["docker.io/hashicorp/vault:1.18", "docker.io/hashicorp/vault:1.17*"];

describe("/mirror sync on a pull request", () => {
  it("mirrors what it adds or changes, at its head", async () => {
    const stand = new Stand();
    await stand.comment("/mirror sync");
    expect(stand.requests).toEqual([
      {
        installation: 5,
        repository: { id: 7, owner: "acme", name: "mirrors" },
        reason: "command",
        commit: HEAD,
        scope: VAULT,
        pull: 12,
        asker: { login: "ann", command: "sync", thread: 12, comment: 900 },
      },
    ]);
  });

  it.each([
    ["/mirror sync vault:1.18", ["docker.io/hashicorp/vault:1.18"]],
    ["/mirror sync redis:7 vault", VAULT],
    [`/mirror sync ${HEAD.slice(0, 7)}`, VAULT],
    [`/mirror sync ${HEAD.toUpperCase()}`, VAULT],
  ])("%j", async (text, scope) => {
    const stand = new Stand();
    expect(await stand.comment(text)).toEqual(["eyes 900", "request"]);
    expect(stand.requests).toMatchObject([{ commit: HEAD, scope, pull: 12 }]);
  });

  it("mirrors all of a config that is new", async () => {
    const stand = new Stand();
    stand.configs.delete(MAIN);
    await stand.comment("/mirror sync");
    expect(stand.requests).toMatchObject([{ scope: ["docker.io/library/redis:7", ...VAULT] }]);
  });

  it("asks for the commit where nobody knows the head at the time of the comment", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror sync", { head: null })).not.toContain("request");
    expect(stand.said).toContain(`/mirror sync ${HEAD.slice(0, 7)}`);
    expect(await stand.comment(`/mirror sync ${HEAD.slice(0, 7)}`, { head: null, comment: 901 })).toContain(
      "request",
    );
  });

  it.each([
    [
      "closed",
      { isOpen: false },
      "/mirror sync",
      "This pull request is closed. What is merged is mirrored by itself.",
    ],
    [
      "pushed to in between",
      { head: PUSHED },
      "/mirror sync",
      "Somebody pushed in between: the head was `4f2c1aa` when you commented, and is `9999999` by now. Look at it, and comment again.",
    ],
    [
      "pushed to, and named as it was",
      { head: PUSHED },
      "/mirror sync 4f2c1aa",
      "`4f2c1aa` is not the head of this pull request, which is `9999999` by now. Look at it, and name that one.",
    ],
    [
      "from a fork",
      { isFork: true },
      "/mirror sync",
      `This pull request comes from a fork: look at its config, and name the commit that you have looked at in full, as in \`/mirror sync ${HEAD}\`.`,
    ],
    [
      "without such an image",
      {},
      "/mirror sync mysql",
      "The config has no image that matches `*/mysql[:@]*`.",
    ],
    [
      "about another image",
      {},
      "/mirror sync redis",
      "This pull request neither adds nor changes an image that matches `*/redis[:@]*`.",
    ],
    [
      "of several images about one that is not there",
      {},
      "/mirror sync vault mysql",
      "The config has no image that matches `*/mysql[:@]*`.",
    ],
  ])("does not where it is %s", async (_, changes, text, said) => {
    const stand = new Stand();
    stand.pulls = [{ ...PULL, ...changes }];
    expect(await stand.comment(text)).toEqual(["eyes 900", "reply #12", "confused 900"]);
    expect(stand.said).toBe(said);
    expect(stand.requests).toEqual([]);
  });

  it("mirrors a fork at the commit that is named", async () => {
    const stand = new Stand();
    stand.pulls = [{ ...PULL, isFork: true }];
    expect(await stand.comment("/mirror sync 4f2c1aa")).toContain("confused 900");
    expect(await stand.comment(`/mirror sync ${HEAD}`)).toContain("request");
    expect(stand.requests).toHaveLength(1);
  });

  it.each([
    [
      "wrong",
      "version: 2\n",
      "`.github/mirror.yml` is wrong, and nothing of it can be carried out: the check run `mirror / plan` or `mirror / sync` says where.",
    ],
    ["missing", undefined, "This pull request has no `.github/mirror.yml`."],
  ])("does not where the config is %s", async (_, config, said) => {
    const stand = new Stand();
    if (config === undefined) stand.configs.delete(HEAD);
    else stand.configs.set(HEAD, config);
    await stand.comment("/mirror sync");
    expect(stand.said).toBe(said);
  });

  it("has nothing to do where no image is added or changed", async () => {
    const stand = new Stand();
    stand.configs.set(HEAD, `# a remark\n${CONFIG}`);
    expect(await stand.comment("/mirror sync")).toEqual(["eyes 900", "reply #12", "rocket 900"]);
    expect(stand.said).toContain("neither adds nor changes an image");
  });
});

describe("/mirror sync on an issue", () => {
  it("mirrors the config of the default branch", async () => {
    const stand = new Stand();
    expect(await stand.onDashboard("/mirror sync redis:7")).toEqual(["eyes 900", "request"]);
    expect(stand.requests).toMatchObject([{ commit: null, pull: null, scope: ["*/redis:7"] }]);
  });

  it("takes the head of the default branch, and no other commit", async () => {
    const stand = new Stand();
    expect(await stand.onDashboard("/mirror sync aaaaaaa")).toContain("request");
    expect(await stand.onDashboard("/mirror sync bbbbbbb")).toContain("confused 900");
  });

  it("is for issues of ours", async () => {
    const stand = new Stand();
    stand.issues = [thread(3, false)];
    const deeds = await stand.comment("/mirror sync", { thread: 3, isPull: false, head: null });
    expect(deeds).toEqual(["eyes 900", "reply #3", "confused 900"]);
    expect(stand.said).toContain("Comment there.");
  });
});

const failed = image({
  result: "failed",
  source: "docker.io/hashicorp/vault:1.18",
  destination: "ghcr.io/acme/vault:1.18",
});
const FAILED = runOf({
  state: "concluded",
  conclusion: "failure",
  commit: HEAD,
  pull: 12,
  published: carriedByApp(report([image(), failed], { failed: 1 })),
});

describe("/mirror retry", () => {
  it("tries the failed images again, of the same commit", async () => {
    const stand = new Stand();
    stand.runs = [FAILED];
    expect(await stand.comment("/mirror retry")).toEqual(["eyes 900", "request"]);
    expect(stand.requests).toMatchObject([
      { commit: HEAD, pull: 12, scope: ["docker.io/hashicorp/vault:1.18"], asker: { command: "retry" } },
    ]);
  });

  it("tries those of the default branch elsewhere, as it is now", async () => {
    const stand = new Stand();
    stand.runs = [{ ...FAILED, pull: null }];
    await stand.comment("/mirror retry", { thread: 9, isPull: false });
    expect(stand.requests).toMatchObject([{ commit: null, pull: null }]);
  });

  it.each([
    [
      "nothing failed",
      {},
      [{ ...FAILED, conclusion: "success" as const, published: carriedByApp(report([image()])) }],
      "Nothing has failed for this pull request.",
    ],
    ["there was no run", {}, [], "Nothing has failed for this pull request."],
    ["it is closed", { isOpen: false }, [FAILED], "This pull request is closed."],
    [
      "it has moved on",
      { head: PUSHED },
      [FAILED],
      "What failed was `4f2c1aa`, and the head is `9999999` by now: use `/mirror sync`.",
    ],
  ])("does not where %s", async (_, changes, runs, said) => {
    const stand = new Stand();
    stand.pulls = [{ ...PULL, ...changes }];
    stand.runs = runs;
    expect(await stand.comment("/mirror retry")).not.toContain("request");
    expect(stand.said).toBe(said);
  });
});

describe("/mirror cancel", () => {
  it("stops what is on, and says so with a reaction", async () => {
    const stand = new Stand();
    stand.open = [runOf({ pull: 12 })];
    expect(await stand.comment("/mirror cancel")).toEqual(["eyes 900", "cancel 12 by ann", "rocket 900"]);
  });

  it("has what waits for pulls wait no longer, and says so", async () => {
    const stand = new Stand();
    stand.waiting = ["a", "b"].map((name) => ({ until: new Date(0), source: `docker.io/library/${name}:1` }));
    await stand.comment("/mirror cancel", { thread: 3, isPull: false });
    expect(stand.said).toBe(
      "2 images wait for pulls no longer. The next look at the config brings what is missing then.",
    );
    expect(stand.waiting).toEqual([]);
  });

  it("stops nothing of another conversation", async () => {
    const stand = new Stand();
    stand.open = [runOf({ pull: 13 }), runOf()];
    expect(await stand.comment("/mirror cancel")).toEqual(["eyes 900", "reply #12", "rocket 900"]);
    expect(stand.said).toBe("Nothing waits or runs for this pull request.");
    expect(await stand.comment("/mirror cancel", { thread: 3, isPull: false })).toContain(
      "cancel default branch by ann",
    );
  });
});

describe("obeyButton", () => {
  it("plans again", async () => {
    const stand = new Stand();
    expect(await stand.press({ button: "plan" })).toEqual(["send"]);
    expect(stand.errands).toMatchObject([{ kind: "plan", pull: 12, isFresh: true }]);
  });

  it("syncs what the pull request changes", async () => {
    const stand = new Stand();
    expect(await stand.press({ button: "sync" })).toEqual(["request"]);
    expect(stand.requests).toMatchObject([
      { commit: HEAD, pull: 12, scope: VAULT, asker: { thread: null, comment: null } },
    ]);
  });

  it.each([
    ["closed", { isOpen: false }, []],
    ["pushed to since", { head: PUSHED }, []],
    ["as it was", {}, ["request"]],
    ["a fork, whose commit the check run names", { isFork: true }, ["request"]],
  ])(
    "syncs a pull request again from the check run of its run, where it is %s",
    async (_, changes, deeds) => {
      const stand = new Stand();
      stand.runs = [FAILED];
      stand.pulls = [{ ...PULL, ...changes }];
      const rerun = { button: "sync", check: "mirror / sync (pull request)", externalId: FAILED.id } as const;
      expect(await stand.press(rerun)).toEqual(deeds);
      expect(stand.requests).toMatchObject(deeds.map(() => ({ commit: HEAD, pull: 12, scope: VAULT })));
    },
  );

  it("tries again what failed in its run", async () => {
    const stand = new Stand();
    stand.runs = [FAILED];
    expect(await stand.press({ button: "retry", check: "mirror / sync", externalId: FAILED.id })).toEqual([
      "request",
    ]);
    expect(stand.requests).toMatchObject([
      { commit: HEAD, pull: 12, scope: ["docker.io/hashicorp/vault:1.18"] },
    ]);
  });

  it.each([
    ["a plan, without the right", { button: "plan" }, "none"],
    ["a sync, without the right", { button: "sync" }, "write"],
    ["a sync of an old head", { button: "sync", head: PUSHED }, "admin"],
    ["a sync of what is no plan", { button: "sync", externalId: FAILED.id }, "admin"],
    ["a sync of another check", { button: "sync", check: "mirror / sync" }, "admin"],
    [
      "a sync of a run that nobody knows",
      { button: "sync", check: "mirror / sync (pull request)", externalId: FAILED.id },
      "admin",
    ],
    [
      "a retry of a run that nobody knows",
      { button: "retry", externalId: "22222222-2222-4222-8222-222222222222" },
      "admin",
    ],
    ["a retry of what is no run", { button: "retry", externalId: "plan:12:x" }, "admin"],
  ] as const)("does nothing for %s", async (_, changes, role) => {
    const stand = new Stand();
    stand.role = role;
    expect(await stand.press(changes)).toEqual([]);
  });

  it("does nothing for a run of another repository", async () => {
    const stand = new Stand();
    stand.runs = [{ ...FAILED, repository: { id: 8, owner: "acme", name: "other" } }];
    expect(await stand.press({ button: "retry", externalId: FAILED.id })).toEqual([]);
  });

  it("plans a fork for who may write only", async () => {
    const stand = new Stand();
    stand.pulls = [{ ...PULL, isFork: true }];
    stand.role = "read";
    expect(await stand.press({ button: "plan" })).toEqual([]);
    stand.role = "write";
    expect(await stand.press({ button: "plan" })).toEqual(["send"]);
  });
});
