import { describe, expect, it } from "vitest";
import { judgeConfig } from "../../../src/doctor/checks/config.ts";
import { judgeRefusals } from "../../../src/doctor/checks/last-refusals.ts";
import { judgeSizes } from "../../../src/doctor/checks/layer-limits.ts";
import { judgeNameCase } from "../../../src/doctor/checks/name-case.ts";
import { judgeLastLimits } from "../../../src/doctor/checks/pull-limits.ts";
import { examine } from "../../../src/doctor/examine.ts";
import { findConfig } from "../../../src/doctor/find-config.ts";
import { GitHubError } from "../../../src/github/github-error.ts";
import { image } from "../../cli/reports.ts";
import { type Ailments, CONFIG, fakeInstruments, lastRun, PATIENT, refused } from "../fake-instruments.ts";

async function find(name: string, ailments: Ailments) {
  const findings = await examine(PATIENT, fakeInstruments(ailments), new AbortController().signal);
  return findings.find((finding) => finding.name === name);
}

describe("the config", () => {
  const read = (files: Readonly<Record<string, string | Error>>) =>
    findConfig(async (path) => {
      const text = files[path];
      if (text instanceof Error) throw text;
      return text;
    });
  const tooLarge = new GitHubError("TOO_LARGE", "read", "too large");

  it.each<[string, Readonly<Record<string, string | Error>>, string, RegExp]>([
    ["is right", { ".github/mirror.yml": CONFIG }, "good", /^`\.github\/mirror\.yml` is right: 2 entries\.$/],
    ["has its other name", { ".github/mirror.yaml": CONFIG }, "good", /^`\.github\/mirror\.yaml` is right/],
    ["is not there", {}, "warning", /no `\.github\/mirror\.yml` on `trunk`/],
    ["is there twice", { ".github/mirror.yml": CONFIG, ".github/mirror.yaml": CONFIG }, "bad", /two configs/],
    ["is too large", { ".github/mirror.yml": tooLarge }, "bad", /over 1 MiB/],
    [
      "is wrong",
      { ".github/mirror.yml": "version: 1\nmirrors:\n  - 7\n  - 8\n" },
      "bad",
      /mirror\.yml:3:5: .*and 1 further problem/,
    ],
  ])("that %s", async (_, files, state, words) => {
    const finding = judgeConfig(await read(files), "trunk");
    expect(finding.state).toBe(state);
    expect(finding.words).toMatch(words);
  });

  it("that GitHub does not give out is no config that is not there", async () => {
    const down = new GitHubError("UNAVAILABLE", "read", "is down", 503);
    await expect(read({ ".github/mirror.yml": down })).rejects.toBe(down);
  });
});

describe("judgeRefusals", () => {
  it.each([
    ["installation not allowed to Create organization package", /may not make it/, /workflow/],
    ["installation not allowed to Write organization package", /may not write it/, /Manage Actions access/],
    ["installation not allowed to Read organization package", /private/, /Manage Actions access/],
    ["permission_denied: write_package", /does not let the repository/, /role Write/],
    ["permission_denied: create_package", /does not let this token make it/, /organization's settings/],
    ["permission_denied: The token provided does not match expected scopes", /lacks a scope/, /GITHUB_TOKEN/],
    ["permission_denied: The requested installation does not exist", /another owner/, /destination's owner/],
    ["denied: denied", /wrong or has expired/, /run it again/],
  ])("knows what to do about %j", (words, meaning, remedy) => {
    const [finding] = judgeRefusals([refused(`PUT https://ghcr.io/…: 403 DENIED: ${words}`)]);
    expect(finding?.state).toBe("bad");
    expect(finding?.words).toMatch(meaning);
    expect(finding?.remedy).toMatch(remedy);
  });

  it("links to where packages are allowed", () => {
    const [finding] = judgeRefusals([refused("permission_denied: create_package")]);
    expect(finding?.link).toBe("https://github.com/organizations/acme/settings/packages");
  });

  it("shows as it came what nobody has seen before", () => {
    expect(judgeRefusals([refused("the moon is full")])).toEqual([
      { about: "ghcr.io/acme/redis:7", state: "bad", words: "the moon is full" },
    ]);
  });

  it("tells a refusal once, with all that met it", () => {
    const images = ["redis:7", "redis:8", "vault:1"].map((name) =>
      refused(`PUT …/${name}: permission_denied: write_package`, { destination: `ghcr.io/acme/${name}` }),
    );
    expect(judgeRefusals(images).map(({ about }) => about)).toEqual([
      "ghcr.io/acme/redis:7, ghcr.io/acme/redis:8, ghcr.io/acme/vault:1",
    ]);
  });

  it("is silent about sources, and about what was left undone", () => {
    const source = { code: "NOT_FOUND", side: "source", message: "not there" } as const;
    const undone = { code: "CANCELED", side: "destination", message: "stopped" } as const;
    expect(judgeRefusals([image(), image({ error: source }), image({ error: undone })])).toEqual([]);
  });
});

describe("package creation", () => {
  const LINK = "https://github.com/organizations/acme/settings/packages";

  it("is off where the last run was told so", async () => {
    const images = [refused("permission_denied: create_package")];
    const finding = await find("Package creation", { lastRun: async () => lastRun(images) });
    expect(finding).toMatchObject({ state: "bad", link: LINK });
  });

  it("cannot be seen before something is made", async () => {
    const isPublic = async () => false;
    const ailments = {
      registry: { isPublic },
      settings: { package: async () => undefined },
      lastRun: async () => undefined,
    };
    expect(await find("Package creation", ailments)).toMatchObject({ state: "unknown", link: LINK });
  });

  it("is no question for a user", async () => {
    const settings = { isOrganization: async () => false, package: async () => undefined };
    expect(await find("Package creation", { settings })).toMatchObject({
      state: "good",
      words: expect.stringMatching(/user/),
    });
  });
});

describe("judgeNameCase", () => {
  it("has nothing to say of lower case", () => {
    expect(judgeNameCase("acme", "ghcr.io")).toEqual({ state: "good", words: "`acme` is in lower case." });
  });

  it("says where the copies of an owner with capitals go", () => {
    expect(judgeNameCase("DataDog", "ghcr.io").words).toMatch("`ghcr.io/datadog/…`");
  });
});

describe("judgeSizes", () => {
  it.each([
    ["nothing was moved", [image({ bytes: 0 })], "unknown", /10 GB.*No sizes are known/],
    [
      "all is small",
      [image(), image({ bytes: 9e9, source: "quay.io/x/y:1" })],
      "good",
      /`quay.io\/x\/y:1` with 9 GB/,
    ],
    [
      "something is large",
      [image({ bytes: 11e9 }), image()],
      "warning",
      /11 GB, which may hold a larger layer/,
    ],
  ])("when %s", (_, images, state, words) => {
    const finding = judgeSizes(images);
    expect(finding.state).toBe(state);
    expect(finding.words).toMatch(words);
  });
});

describe("pull limits", () => {
  const limit = { registry: "docker.io", limit: 100, remaining: 76, window: 21_600 };

  it("are told for this machine and for the last job", async () => {
    const run = lastRun([], { pullLimits: [{ ...limit, remaining: 9, countedBy: "address" }] });
    expect(judgeLastLimits(run)).toEqual([
      {
        about: "docker.io, last job",
        state: "warning",
        words: "9 of 100 pulls in 6 h are left, counted by address.",
        remedy: expect.stringMatching(/6 h at most.*`MIRROR_DOCKER_CONFIG`/),
      },
    ]);
    const here = await find("Pull limit: docker.io, asked here", {});
    expect(here).toMatchObject({ state: "good", words: "76 of 100 pulls in 6 h are left." });
  });

  it("are not there for everybody", async () => {
    const pullLimit = async () => undefined;
    const here = await find("Pull limit: docker.io, asked here", { registry: { pullLimit } });
    expect(here).toMatchObject({ state: "good", words: "Docker Hub sets no limit here." });
  });

  it("were not told by runs of earlier versions", () => {
    const { pullLimits: _, ...report } = lastRun([]).report;
    expect(judgeLastLimits({ report: report as ReturnType<typeof lastRun>["report"] })).toEqual([]);
  });
});
