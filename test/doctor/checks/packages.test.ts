import { describe, expect, it } from "vitest";
import { judgePackage } from "../../../src/doctor/checks/packages.ts";
import { judgeVisibility } from "../../../src/doctor/checks/visibility.ts";
import { examine } from "../../../src/doctor/examine.ts";
import { OutOfSight } from "../../../src/doctor/out-of-sight.ts";
import type { PackageSight } from "../../../src/doctor/package-sight.ts";
import type { ContainerPackage } from "../../../src/github/settings.ts";
import { image } from "../../cli/reports.ts";
import { type Ailments, fakeInstruments, lastRun, PATIENT, refused } from "../fake-instruments.ts";

const SETTINGS = "https://github.com/orgs/acme/packages/container/redis/settings";
const is = <T>(value: T) => ({ status: "fulfilled", value }) as const;
const fails = (reason: Error) => ({ status: "rejected", reason }) as const;
const hidden = fails(new OutOfSight("Not for Apps.", "Take a token."));
const upToDate = image({ action: "up-to-date", result: "skipped" });

const record = (changes: Partial<ContainerPackage> = {}) =>
  is<ContainerPackage | undefined>({
    visibility: "private",
    repository: "acme/mirrors",
    url: "",
    ...changes,
  });

function sight(changes: Partial<PackageSight>): PackageSight {
  return {
    name: "ghcr.io/acme/redis",
    wanted: undefined,
    isPublic: is(false),
    record: hidden,
    images: [],
    ...changes,
  };
}

describe("judgePackage", () => {
  it.each<[string, Partial<PackageSight>, string, RegExp]>([
    ["was written", { images: [image()] }, "good", /^The last run wrote it\.$/],
    [
      "is linked to this repository",
      { record: record({ repository: "Acme/Mirrors" }) },
      "good",
      /linked to `acme\/mirrors`/,
    ],
    [
      "is linked to another one",
      { record: record({ repository: "acme/redis" }) },
      "warning",
      /linked to `acme\/redis`/,
    ],
    [
      "is linked to none",
      { record: record({ repository: undefined }) },
      "warning",
      /linked to no repository/,
    ],
    [
      "is not known",
      { record: is(undefined) },
      "unknown",
      /does not exist, or is hidden.*first push makes it/,
    ],
    [
      "is seen, and not known",
      { record: is(undefined), isPublic: is(true) },
      "unknown",
      /exists and is public\. Whether/,
    ],
    [
      "is seen by everybody",
      { isPublic: is(true) },
      "unknown",
      /exists and is public\. Whether .* Not for Apps\.$/,
    ],
    ["is seen by nobody", {}, "unknown", /private, or does not exist\. .* Not for Apps\.$/],
    ["is up to date", { images: [upToDate] }, "unknown", /^It exists\. Whether/],
    [
      "cannot be looked at",
      { isPublic: fails(new Error("no route")) },
      "unknown",
      /could not be looked at: no route/,
    ],
    [
      "does not let the job in",
      { images: [refused("permission_denied: write_package")] },
      "bad",
      /was not let in/,
    ],
    [
      "does not let the App in",
      { images: [image(), refused("installation not allowed to Write organization package")] },
      "bad",
      /was not let in/,
    ],
    [
      "may not be made",
      { images: [refused("permission_denied: create_package")] },
      "unknown",
      /private, or does not exist/,
    ],
  ])("that %s", (_, changes, state, words) => {
    const finding = judgePackage(sight(changes), "acme/mirrors");
    expect(finding.state).toBe(state);
    expect(finding.words).toMatch(words);
    expect(finding.link).toBe(state === "bad" || state === "warning" ? SETTINGS : undefined);
    if (finding.words.includes("Not for Apps.")) expect(finding.remedy).toBe("Take a token.");
  });
});

describe("judgeVisibility", () => {
  it.each<[string, Partial<PackageSight>, string, string]>([
    ["public", { isPublic: is(true) }, "good", "It is public, as wanted."],
    ["public", { record: record() }, "bad", "It is private, and wanted public."],
    ["public", { images: [upToDate] }, "bad", "It is private, and wanted public."],
    ["public", {}, "unknown", "It is wanted public, and is private or does not exist yet."],
    ["public", { isPublic: fails(new Error("no route")) }, "unknown", "It could not be looked at."],
    ["private", { isPublic: is(true), record: record() }, "bad", "It is public, and wanted private."],
    ["private", { record: record() }, "good", "It is private, as wanted."],
    ["private", {}, "good", "It is private, as wanted, or does not exist yet."],
  ])("wanted %s, of %j", (wanted, changes, state, words) => {
    const finding = judgeVisibility(
      sight({ wanted: wanted === "public" ? "public" : "private", ...changes }),
    );
    expect([finding.state, finding.words]).toEqual([state, words]);
    expect(finding.link).toBe(state === "bad" ? SETTINGS : undefined);
  });
});

describe("the packages of a config", () => {
  const look = async (ailments: Ailments) =>
    (await examine(PATIENT, fakeInstruments(ailments), new AbortController().signal)).filter(({ name }) =>
      /^(?:Package|Visibility)/.test(name),
    );
  const config = (...mirrors: readonly string[]) => ({
    files: {
      ".github/mirror.yml": `version: 1\nmirrors:\n${mirrors.map((mirror) => `  - ${mirror}\n`).join("")}`,
    },
  });

  it("are told together where the same is true of them", async () => {
    const mirrors = ["a", "b", "c", "d", "e", "f", "g"].map((name) => `docker.io/acme/${name}:1`);
    const findings = await look({ ...config(...mirrors), lastRun: async () => undefined });
    expect(findings.map(({ name, state }) => [name, state])).toEqual([
      [
        "Package: ghcr.io/acme/a, ghcr.io/acme/b, ghcr.io/acme/c, ghcr.io/acme/d, ghcr.io/acme/e, 2 more",
        "good",
      ],
      ["Visibility", "good"],
      ["Package creation", "good"],
    ]);
  });

  it("are looked at once where several entries write them, and asked for by their name below the owner", async () => {
    const asked: string[] = [];
    const settings = {
      package: async ({ login }: { readonly login: string }, name: string) => {
        asked.push(`${login} ${name}`);
        return undefined;
      },
    };
    const both = [
      "{ source: docker.io/library/redis, to: team/redis, tags: ['7'] }",
      "{ source: quay.io/x/redis, to: team/redis, tags: ['8'] }",
    ];
    await look({ ...config(...both), settings });
    expect(asked).toEqual(["acme team/redis"]);
  });

  it("are those of the registry that is written", async () => {
    const elsewhere = "{ source: docker.io/library/redis, to: registry.example/acme/redis }";
    const [finding] = await look(config(elsewhere));
    expect(finding?.words).toBe("No config that can be read names a package.");
  });

  it("are not more than somebody wants to read", async () => {
    const mirrors = Array.from({ length: 30 }, (_, at) => `docker.io/acme/image-${at}:1`);
    const images = mirrors.map((_, at) =>
      refused("permission_denied: write_package", { destination: `ghcr.io/acme/image-${at}:1` }),
    );
    const findings = await look({ ...config(...mirrors), lastRun: async () => lastRun(images) });
    const packages = findings.filter(({ name }) => name.startsWith("Package"));
    expect(packages.filter(({ state }) => state === "bad")).toHaveLength(20);
    expect(packages.find(({ state }) => state === "unknown")?.words).toBe(
      "10 further findings are left out.",
    );
  });
});
