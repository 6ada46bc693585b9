import type { Departed } from "../../../../src/plan/departed.ts";
import type { ImageReport, Removal, RunReport, SelectionReport } from "../../../../src/reconcile/report.ts";
import { summarize } from "../../../../src/reconcile/summarize.ts";
import { digest, image } from "../../../cli/reports.ts";

const DAY = 86_400_000;

/** So many images that were copied, and that wait for pulls; some of the others are there in an older state. */
export function partlyDone(copied: number, deferred: number): RunReport {
  const tag = (at: number) => ({
    source: `docker.io/library/redis:7.${at}`,
    destination: `ghcr.io/acme/redis:7.${at}`,
  });
  const images = [
    ...Array.from({ length: copied }, (_, at) => image({ ...tag(at), bytes: 15_000_000 })),
    ...Array.from({ length: deferred }, (_, at) => ({ ...waitsForPulls, ...tag(copied + at) })),
  ];
  const pulls = { "docker.io": copied };
  return reportWith(images, {
    pulls,
    pullLimits: [{ registry: "docker.io", limit: 100, remaining: 20, window: 21_600, countedBy: "address" }],
  });
}

/** The report of a run, with what else it tells. */
export function reportWith(
  images: readonly ImageReport[],
  { pulls = {}, ...rest }: Partial<RunReport> & { readonly pulls?: Readonly<Record<string, number>> } = {},
): RunReport {
  const totals = { mountedBytes: 0, seconds: 61, pulls: new Map(Object.entries(pulls)) };
  return { summary: summarize(images, totals), images, unmatched: [], pullLimits: [], ...rest };
}

export const waitsForPulls = image({
  action: "copy",
  result: "deferred",
  digest: null,
  platforms: [],
  bytes: 0,
  reason: "waits for pulls: docker.io grants 100 pulls in 6 h to this address, and 20 are left to people",
  until: "2026-11-22T18:02:03.000Z",
});

const asItWas = image({
  action: "up-to-date",
  result: "skipped",
  previousDigest: digest("77ce"),
  platforms: [],
  bytes: 0,
  reason: "source and destination agree",
});

export const upToDate: ImageReport = asItWas;

export const tooYoung = image({
  source: "docker.io/hashicorp/vault:1.19",
  destination: "ghcr.io/acme/vault:1.19",
  action: "wait",
  result: "skipped",
  digest: null,
  platforms: [],
  bytes: 0,
  reason: "too young for min-age: eligible from 2026-11-25T14:02:03.000Z",
  until: "2026-11-25T14:02:03.000Z",
});

export const vanished: ImageReport = {
  ...asItWas,
  source: "docker.io/library/redis:6",
  destination: "ghcr.io/acme/redis:6",
  sourceDigest: null,
  isVanished: true,
  reason: "the source no longer has it; it is kept as it was brought",
};

export const drifted: ImageReport = {
  ...asItWas,
  source: "docker.io/library/redis:5",
  destination: "ghcr.io/acme/redis:5",
  digest: digest("dead"),
  previousDigest: digest("dead"),
  isDrifted: true,
  reason: "left as it is (on-drift: report), though somebody else has changed it at the destination",
};

/** One that stays, one that is to be deleted, and a backup that the next run deletes. */
export const DEPARTED: readonly Departed[] = [
  {
    source: "docker.io/library/node:18",
    destination: "ghcr.io/acme/node:18",
    digest: digest("18"),
    why: "its entry is gone",
  },
  {
    source: "docker.io/hashicorp/vault:1.16",
    destination: "ghcr.io/acme/vault:1.16",
    digest: digest("16"),
    line: 4,
    deleteAfter: 30 * DAY,
    why: "tags no longer match",
  },
  {
    source: "docker.io/library/redis:7",
    destination: "ghcr.io/acme/redis:7-9f21c0d39f21",
    digest: digest("9f21c0d3"),
    line: 6,
    deleteAfter: 0,
    isBackup: true,
    why: "3 backups are kept of ghcr.io/acme/redis:7, and newer ones are there",
  },
];

/** One of each end. */
export const REMOVALS: readonly Removal[] = [
  { destination: "ghcr.io/acme/vault:1.15", digest: digest("15"), result: "deleted" },
  {
    destination: "ghcr.io/acme/vault:1.14",
    digest: digest("14"),
    result: "kept",
    why: "the tag 1.14.0 has the same digest",
  },
  {
    destination: "ghcr.io/acme/node:16",
    digest: digest("b16"),
    result: "failed",
    why: "GitHub answered 403: the repository is no admin of the package",
  },
];

export const SELECTIONS: readonly SelectionReport[] = [
  {
    source: "docker.io/hashicorp/vault",
    line: 4,
    available: 1240,
    selected: 5,
    left: [
      { why: "not a version", count: 1000, examples: ["latest", "nightly"] },
      { why: "excluded by *-ent", count: 235, examples: ["1.19-ent"] },
    ],
  },
  { source: "quay.io/prometheus/node-exporter", line: 9, available: 1, selected: 1, left: [] },
];
