import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { Backup, Departure } from "../../src/jobs/keeping-state.ts";
import { findRemovable, surplusBackups } from "../../src/worker/find-removable.ts";
import { digest } from "../cli/reports.ts";

const DAY = 24 * 3_600_000;
const NOW = 1_000 * DAY;
const place = { registry: "ghcr.io", owner: "acme" };

function configOf(text: string) {
  const { config, problems } = parseConfig(`version: 1\n${text}`);
  if (!config) throw new Error(problems[0]?.message);
  return config;
}

const CONFIG = configOf(`
prune-limit: 2
defaults: {prune: {delete-after: 10d}}
mirrors:
  - {source: docker.io/library/redis, tags: ["7"], prune: {delete-after: 30d}}
  - {source: docker.io/library/nginx, prune: report}
  - {source: docker.io/library/vault, on-change: backup, keep-backups: 1, tags: ["1"]}
`);

function left(name: string, days: number, rest: Partial<Departure> = {}): Departure {
  return {
    repository: 7,
    destination: `ghcr.io/acme/${name}`,
    source: `docker.io/library/${name}`,
    digest: digest("01d"),
    kind: "left",
    announcedAt: new Date(NOW - days * DAY),
    ...rest,
  };
}

function removable(
  departures: readonly Departure[],
  backups: readonly Backup[] = [],
  shared: ReadonlySet<string> = new Set(),
  isAsked = false,
) {
  const ground = { config: CONFIG, place, departures, shared, backups, now: NOW, isAsked };
  return findRemovable(ground).map(({ destination }) => destination);
}

describe("what has left the selection may be deleted", () => {
  it.each([
    ["as late as its entry says", left("redis:6", 30), true],
    ["not before", left("redis:6", 29.9), false],
    ["not where it was told that it stays", left("redis:6", 300, { kind: "told" }), false],
    ["never where its entry only reports", left("nginx:1", 900), false],
    ["as late as `defaults` say, where its entry is gone", left("mongo:4", 10), true],
    ["not where its digest is none", left("mongo:4", 10, { digest: "nonsense" }), false],
    ["not where the clock was set back", left("mongo:4", -10), false],
  ])("%s", (_, departure, isRemovable) => {
    expect(removable([departure])).toEqual(isRemovable ? [departure.destination] : []);
  });

  it("not where another repository mirrors to it", () => {
    const [a, b] = [left("a:1", 11), left("b:1", 11)];
    expect(removable([a, b], [], new Set([a.destination]))).toEqual([b.destination]);
  });

  it("in one run no more than `prune-limit`, the longest announced first", () => {
    const departures = [left("a:1", 11), left("b:1", 13), left("c:1", 12)];
    expect(removable(departures)).toEqual(["ghcr.io/acme/b:1", "ghcr.io/acme/c:1"]);
  });
});

describe("what was kept because something needed it", () => {
  const kept = (name: string, days: number, hex: string) =>
    left(name, 20, { digest: digest(hex), keptAt: new Date(NOW - days * DAY) });

  it.each([
    ["waits for a week, and leaves its place to others", 6.9, ["ghcr.io/acme/b:1", "ghcr.io/acme/c:1"]],
    ["is tried again then", 7, ["ghcr.io/acme/a:1", "ghcr.io/acme/b:1"]],
    ["waits no longer where the clock was set back", -8, ["ghcr.io/acme/a:1", "ghcr.io/acme/b:1"]],
  ])("%s", (_, days, expected) => {
    expect(removable([kept("a:1", days, "aa"), left("b:1", 12), left("c:1", 11)])).toEqual(expected);
  });

  it("goes with another tag of its digest", () => {
    const twin = left("b:1", 12, { digest: digest("aa") });
    expect(removable([kept("a:1", 1, "aa"), twin])).toEqual(["ghcr.io/acme/b:1", "ghcr.io/acme/a:1"]);
  });
});

it("what GitHub refused is tried again a day later, or at once where a person asks", () => {
  const refused = (hours: number) => left("mongo:4", 20, { failedAt: new Date(NOW - hours * 3_600_000) });
  expect(removable([refused(23)])).toEqual([]);
  expect(removable([refused(24)])).toEqual(["ghcr.io/acme/mongo:4"]);
  expect(removable([refused(1)], [], new Set(), true)).toEqual(["ghcr.io/acme/mongo:4"]);
});

describe("backups that are too many", () => {
  const backup = (hex: string, days: number): Backup => ({
    repository: 7,
    destination: "ghcr.io/acme/vault:1",
    source: "docker.io/library/vault:1",
    backup: `ghcr.io/acme/vault:1-${hex}`,
    digest: digest(hex),
    madeAt: new Date(NOW - days * DAY),
  });
  const backups = [backup("aa", 1), backup("bb", 2)];

  it("are those beyond the newest that their entry keeps", () => {
    expect(surplusBackups({ config: CONFIG, place, backups })).toEqual([
      {
        source: "docker.io/library/vault:1",
        destination: "ghcr.io/acme/vault:1-bb",
        digest: digest("bb"),
        line: 8,
        deleteAfter: 0,
        isBackup: true,
        why: "1 backup is kept of ghcr.io/acme/vault:1, and newer ones are there",
      },
    ]);
  });

  it("are deleted by the run after the one that told of them", () => {
    const announced = left("vault:1-bb", 0, { kind: "backup" });
    expect(removable([announced], backups)).toEqual(["ghcr.io/acme/vault:1-bb"]);
    expect(removable([], backups)).toEqual([]);
    expect(removable([announced], backups.slice(0, 1))).toEqual([]);
  });
});
