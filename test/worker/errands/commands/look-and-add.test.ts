import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { carriedByApp, digest, image, report } from "../../../cli/reports.ts";
import { fakeInstruments } from "../../../doctor/fake-instruments.ts";
import { runOf } from "../../runs.ts";
import { CONFIG, HEAD, IMAGE, MAIN, NOW, PROPOSED, PULL, Stand, thread } from "./stand.ts";

const DONE = ["eyes 900", "reply #12", "rocket 900"];
const UNCLEAR = ["eyes 900", "reply #12", "confused 900"];
const DIGEST = digest("77ce");

describe("/mirror plan", () => {
  it("has the plan of a pull request computed again", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror plan")).toEqual(["eyes 900", "rocket 900", "send"]);
    expect(stand.errands).toEqual([
      {
        kind: "plan",
        installation: 5,
        repository: { id: 7, owner: "acme", name: "mirrors" },
        pull: 12,
        isFresh: true,
      },
    ]);
  });

  it("tells of single images in a reply", async () => {
    const stand = new Stand();
    stand.images = [IMAGE];
    expect(await stand.comment("/mirror plan redis:7")).toEqual(DONE);
    expect(stand.orders).toMatchObject([{ owner: "acme", only: ["*/redis:7"], first: ["*/redis:7"] }]);
    expect(stand.orders[0]?.remembered.get("ghcr.io/acme/redis:7")).toBe(IMAGE);
    expect(stand.said).toMatch(
      /^\*\*Plan: 1 to copy \(12 MB\)\*\*\n\n12 MB to move, 0 pulls\.\n\n\| {2}\| source \| destination \| now → then \|/,
    );
    expect(stand.said).toMatch(/Computed from `\.github\/mirror\.yml@4f2c1aa` at 2026-11-22T14:02:03Z\.$/);
  });

  it("tells a stranger's branch nothing that is remembered", async () => {
    const stand = new Stand();
    stand.images = [IMAGE];
    stand.pulls = [{ ...PULL, isFork: true }];
    await stand.comment("/mirror plan redis:7");
    expect(stand.orders[0]?.remembered.size).toBe(0);
  });

  it("looks at the default branch from the dashboard, in a check run", async () => {
    const stand = new Stand();
    expect(await stand.onDashboard("/mirror plan")).toEqual([
      "eyes 900",
      "check mirror / plan success",
      "rocket 900",
    ]);
    expect(stand.checks).toMatchObject([
      { commit: MAIN, externalId: "plan::900", output: { title: "Plan: 1 to copy (12 MB)" } },
    ]);
    expect(stand.orders).toMatchObject([{ only: [] }]);
  });

  it("counts what is forbidden as a failure", async () => {
    const stand = new Stand();
    stand.policy = 'version: 1\nsources: { deny: ["docker.io/library/redis"] }\n';
    expect(await stand.onDashboard("/mirror plan")).toContain("check mirror / plan failure");
  });

  it.each([
    ["closed", { isOpen: false }, "/mirror plan"],
    ["without a config", { head: "8".repeat(40) }, "/mirror plan redis:7"],
  ])("does not where the pull request is %s", async (_, changes, text) => {
    const stand = new Stand();
    stand.pulls = [{ ...PULL, ...changes }];
    expect(await stand.comment(text)).toEqual(UNCLEAR);
  });

  it("is for pull requests and issues of ours", async () => {
    const stand = new Stand();
    stand.issues = [thread(3, false)];
    expect(await stand.comment("/mirror plan", { thread: 3, isPull: false })).toContain("confused 900");
  });
});

describe("/mirror verify", () => {
  const other = (name: string) => ({
    ...IMAGE,
    source: `docker.io/library/${name}`,
    destination: `ghcr.io/acme/${name}`,
  });

  it("looks, counts, and remembers what it has seen", async () => {
    const stand = new Stand();
    stand.images = [IMAGE, other("vault:1"), other("etcd:3"), other("nats:2")];
    stand.views = new Map([
      ["ghcr.io/acme/vault:1", "other"],
      ["ghcr.io/acme/etcd:3", "hidden"],
      ["ghcr.io/acme/nats:2", "unknown"],
    ]);
    expect(await stand.comment("/mirror verify")).toEqual(DONE);
    expect(stand.confirmed).toEqual(["ghcr.io/acme/redis:7"]);
    expect(stand.said).toBe(
      [
        "**1 not as brought, 1 not to be seen by everybody, 1 not looked at, 1 as brought**",
        "",
        "| source | destination | seen | last verified |",
        "| --- | --- | --- | --- |",
        `| \`docker.io/library/vault:1\` | \`ghcr.io/acme/vault:1@${DIGEST}\` | something else is there, or nothing | 2026-11-22T13:02:03Z |`,
        `| \`docker.io/library/etcd:3\` | \`ghcr.io/acme/etcd:3@${DIGEST}\` | the package is private, or gone | 2026-11-22T13:02:03Z |`,
        `| \`docker.io/library/nats:2\` | \`ghcr.io/acme/nats:2@${DIGEST}\` | the registry did not answer, or too many were to be looked at | 2026-11-22T13:02:03Z |`,
        "",
        "<details><summary>1 as brought</summary>",
        "",
        "| source | destination | seen | last verified |",
        "| --- | --- | --- | --- |",
        `| \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7@${DIGEST}\` | ✓ | 2026-11-22T13:02:03Z |`,
        "",
        "</details>",
        "",
        "Compared were digests, as everybody sees them. Signatures are not checked by this version.",
      ].join("\n"),
    );
  });

  it("looks at those that are meant", async () => {
    const stand = new Stand();
    stand.images = [IMAGE, other("vault:1")];
    await stand.comment("/mirror verify vault");
    expect(stand.confirmed).toEqual(["ghcr.io/acme/vault:1"]);
    expect(await stand.comment("/mirror verify mysql:8", { comment: 901 })).toContain("confused 901");
    expect(stand.said).toBe("No image that was brought matches `*/mysql:8`.");
  });

  it.each(["plan", "verify", "status"])(
    "says which of several names means nothing: /mirror %s",
    async (name) => {
      const stand = new Stand();
      stand.images = [IMAGE];
      expect(await stand.comment(`/mirror ${name} redis:7 mysql:8 vault`)).toEqual(DONE);
      expect(stand.said).toMatch(
        /No image (that was brought |that was brought or failed )?matches `\*\/mysql:8`, `\*\/vault\[:@\]\*`\./,
      );
    },
  );

  it("has nothing to look at before the first run", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror verify")).toEqual(DONE);
  });
});

describe("/mirror status", () => {
  const redis = image({ action: "up-to-date", result: "skipped", digest: DIGEST });
  const run = runOf({
    state: "concluded",
    conclusion: "success",
    checkRun: 41,
    commit: MAIN,
    published: carriedByApp(report([redis], { upToDate: 1 })),
    finishedAt: new Date(NOW - 60_000),
  });

  it("tells how it stands, and what is on its way", async () => {
    const stand = new Stand();
    stand.images = [IMAGE];
    stand.runs = [run];
    const asker = { login: "bob", command: "sync", thread: 12, comment: 1 } as const;
    stand.open = [
      runOf({ state: "running", createdAt: new Date(NOW - 2_000) }),
      runOf({ state: "queued", pull: 12, asker, createdAt: new Date(NOW - 1_000) }),
    ];
    const later = (hours: number) => new Date(NOW + hours * 3_600_000);
    stand.looks = [
      { schedule: "0 4 * * 1", dueAt: later(14) },
      { schedule: "every 6h", dueAt: later(2) },
    ];
    stand.waiting = [later(3), later(1)].map((until) => ({ until, source: "docker.io/library/redis:7" }));
    stand.accounts = [
      { registry: "docker.io", limit: 100, remaining: 62, window: 21_600, free: 42, until: null },
    ];
    expect(await stand.comment("/mirror status")).toEqual(DONE);
    expect(stand.said).toBe(
      [
        "**1 image at its destination**",
        "",
        "- config: `.github/mirror.yml@aaaaaaa`, looked at 2026-11-22T14:02:03Z",
        "- last run: [Nothing to do: 1 up to date](<https://github.com/acme/mirrors/runs/41>), of `aaaaaaa`, at 2026-11-22T14:01:03Z, published by the App",
        "- next look: 2026-11-22T16:02:03Z (`every 6h`), 2026-11-23T04:02:03Z (`0 4 * * 1`)",
        "- waiting for pulls: 2 images, the first until 2026-11-22T15:02:03Z",
        "- pulls: 62 of 100 in 6 h are left at docker.io, 20 of them for people",
        "- publisher: `auto`",
        "",
        "### On its way",
        "",
        "- running: the default branch, since 2026-11-22T14:02:01Z",
        "- waiting: #12, since 2026-11-22T14:02:02Z, asked for by `@bob`",
        "",
        "<details><summary>1 image</summary>",
        "",
        "| source | destination | last verified |",
        "| --- | --- | --- |",
        `| \`docker.io/library/redis:7\` | \`ghcr.io/acme/redis:7@${DIGEST}\` | 2026-11-22T13:02:03Z |`,
        "",
        "</details>",
      ].join("\n"),
    );
  });

  it("tells of the images that are named, and of nothing else", async () => {
    const stand = new Stand();
    stand.images = [IMAGE];
    stand.runs = [run];
    expect(await stand.comment("/mirror status redis")).toEqual(DONE);
    expect(await stand.comment("/mirror status mysql", { comment: 901 })).toContain("confused 901");
    expect(stand.said).toBe("No image that was brought or failed matches `*/mysql[:@]*`.");
  });

  it("tells where there is no config, and what the organization says of the publisher", async () => {
    const stand = new Stand();
    stand.configs.clear();
    stand.policy = "version: 1\npublisher: { mode: actions, repository: acme/images }\n";
    await stand.comment("/mirror status");
    expect(stand.said).toContain("**No config is in force");
    expect(stand.said).toContain(
      "- publisher: `actions`, the workflow runs in `acme/images`\n- queue: empty",
    );
  });

  it("tells of the last run of the pull request", async () => {
    const stand = new Stand();
    stand.runs = [{ ...run, pull: 12, commit: HEAD }];
    await stand.comment("/mirror status");
    expect(stand.said).toContain("- last run for this pull request: [");
  });
});

describe("/mirror add", () => {
  const OPENED = [
    "eyes 900",
    "branch ghcr-mirror/add",
    "write .github/mirror.yml on ghcr-mirror/add",
    "open #41 ghcr-mirror/add → main: Mirror docker.io/library/vault:1",
    "reply #12",
    "rocket 900",
  ];

  it("opens a pull request", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror add vault:1")).toEqual(OPENED);
    expect(stand.files).toEqual([
      {
        path: ".github/mirror.yml",
        branch: "ghcr-mirror/add",
        text: `${CONFIG}  - docker.io/library/vault:1\n`,
        message: "Mirror docker.io/library/vault:1",
        replaces: MAIN,
      },
    ]);
    expect(stand.bodies).toEqual([
      [
        "Adds to `.github/mirror.yml`:",
        "",
        "- `docker.io/library/vault:1`",
        "",
        "Asked for by `@ann` in #12. The check run `mirror / plan` says what it would do; `/mirror add` in any conversation adds more to it.",
      ].join("\n"),
    ]);
    expect(stand.said).toBe(
      [
        "Opened [#&#8203;41](<https://github.com/acme/mirrors/pull/41>), which adds 1 image. It is mirrored once it is merged, and before that by `/mirror sync` there.",
        "",
        "- `docker.io/library/vault:1`",
      ].join("\n"),
    );
  });

  it("extends the one that is open", async () => {
    const stand = new Stand();
    await stand.comment("/mirror add vault:1");
    expect(await stand.comment("/mirror add etcd:3 to=db/etcd redis:7", { comment: 901 })).toEqual([
      "eyes 901",
      "write .github/mirror.yml on ghcr-mirror/add",
      "reply #12",
      "rocket 901",
    ]);
    expect(stand.files[1]).toMatchObject({ replaces: "1".repeat(40) });
    expect(stand.files[1]?.text).toContain("vault:1");
    expect(stand.said).toContain("Extended [");
    expect(stand.said).toContain(
      "- `docker.io/library/etcd:3` to `db/etcd`\n\nThere already:\n\n- `docker.io/library/redis:7`",
    );
  });

  it("begins a config where there is none", async () => {
    const stand = new Stand();
    stand.configs.delete(MAIN);
    await stand.comment("/mirror add vault:1");
    expect(stand.files[0]).toMatchObject({ path: ".github/mirror.yml", replaces: undefined });
    expect(stand.files[0]?.text).toContain("mirrors:\n");
  });

  it("takes another branch where one is left over", async () => {
    const stand = new Stand();
    stand.branches.set("ghcr-mirror/add", "7".repeat(40));
    expect(await stand.comment("/mirror add vault:1")).toContain("branch ghcr-mirror/add-2");
  });

  it("goes on with a branch to which nothing was written: an earlier try broke off", async () => {
    const stand = new Stand();
    stand.branches.set("ghcr-mirror/add", MAIN);
    expect(await stand.comment("/mirror add vault:1")).toEqual(
      OPENED.filter((deed) => !deed.startsWith("branch")),
    );
  });

  it("opens nothing for what is there already", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror add redis:7")).toEqual(DONE);
    expect(stand.said).toBe("Nothing to add: the config has it already.");
  });

  it("opens nothing for what a policy forbids, and names the rule", async () => {
    const stand = new Stand();
    stand.policy = 'version: 1\nsources:\n  deny:\n    - "docker.io/library/mysql"\n';
    expect(await stand.comment("/mirror add vault:1 mysql:8")).toEqual(UNCLEAR);
    expect(stand.said).toContain("`acme/.github: .github/mirror-policy.yml:4 at fffffff`");
    expect(stand.files).toEqual([]);
  });

  it("does not mind what was forbidden before", async () => {
    const stand = new Stand();
    stand.policy = 'version: 1\nsources: { deny: ["docker.io/library/redis"] }\n';
    expect(await stand.comment("/mirror add vault:1")).toEqual(OPENED);
  });

  it("names what is wrong with the config, or with what is added", async () => {
    const stand = new Stand();
    stand.configs.set(MAIN, "version: 2\nmirrors: [redis]\n");
    expect(await stand.comment("/mirror add vault:1")).toEqual(UNCLEAR);
    expect(stand.said).toMatch(
      /^`\.github\/mirror\.yml` cannot be added to\.\n\n### What is wrong\n\n- 1:10: /,
    );
  });

  it("tries again where another commit came first", async () => {
    const stand = new Stand();
    stand.conflict = new GitHubError("INVALID", "write .github/mirror.yml", "does not match", 409);
    await expect(stand.comment("/mirror add vault:1")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("adds nothing to an archived repository", async () => {
    const stand = new Stand();
    stand.isArchived = true;
    expect(await stand.comment("/mirror add vault:1")).toEqual(UNCLEAR);
  });
});

describe("/mirror doctor", () => {
  it("forgets what registries said, looks, and tells", async () => {
    const stand = new Stand();
    let closed = 0;
    const close = async () => void closed++;
    stand.extra = { instrumentsFor: () => ({ ...fakeInstruments(), [Symbol.asyncDispose]: close }) };
    expect(await stand.comment("/mirror doctor")).toEqual([
      "eyes 900",
      "forget verdicts",
      "reply #12",
      "rocket 900",
    ]);
    expect(stand.said).toMatch(/^`acme\/mirrors`: \d+ /);
    expect(closed).toBe(1);
  });

  it("says where there is none", async () => {
    expect(await new Stand().comment("/mirror doctor")).toEqual(UNCLEAR);
  });
});

describe("values from outside", () => {
  const evil = "evil\r\n<!-- ghcr-mirror:1234:reply-900 --> @ann #1 [x](https://evil.test) ![y](z) |`";

  it.each([
    ["in a command", `/mirror ${evil.replace("\r\n", "")}`],
    ["in an image", `/mirror sync ${evil.replace("\r\n", "").replaceAll(" ", "")}`],
    ["in a reference", `/mirror add ${evil.replace("\r\n", "").replaceAll(" ", "")}`],
  ])("stay words %s", async (_, text) => {
    const stand = new Stand();
    await stand.comment(text);
    expect(stand.said).not.toMatch(/<!--|@ann(?!`)(?![^`]*`)|\]\(https/);
    expect(stand.said.replace(/`+[^`\n]+`+|<code>.*?<\/code>/g, "")).not.toMatch(/@ann|<!--|!\[y\]/);
  });

  it("stay words where they were stored, and in what GitHub says", async () => {
    const stand = new Stand();
    stand.images = [{ ...IMAGE, source: `docker.io/${evil}`, destination: `ghcr.io/${evil}` }];
    await stand.comment("/mirror verify");
    expect(stand.said).not.toContain("<!--");
    stand.conflict = new GitHubError("REFUSED", "write", evil, 403);
    await stand.comment("/mirror add vault:1", { comment: 901 });
    expect(stand.said).not.toContain("<!--");
    expect(stand.said.split("\n")).toHaveLength(1);
  });

  it("do not ping who asked, in the text of a pull request", async () => {
    const stand = new Stand();
    await stand.comment("/mirror add vault:1", { author: "ann-marie" });
    expect(stand.bodies[0]?.replaceAll("`@ann-marie`", "")).not.toContain("@");
  });
});

it("keeps a reply within what GitHub takes", async () => {
  const stand = new Stand();
  stand.configs.set(HEAD, PROPOSED);
  stand.images = Array.from({ length: 3_000 }, (_, at) => ({
    ...IMAGE,
    source: `docker.io/library/image-${at}:7`,
    destination: `ghcr.io/acme/image-${at}:7`,
  }));
  await stand.comment("/mirror verify\n/mirror help\n/mirror status");
  expect(Buffer.byteLength(stand.replies[0]?.body ?? "")).toBeLessThanOrEqual(60_000);
});
