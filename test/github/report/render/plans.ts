import type { Entry } from "../../../../src/config/config.ts";
import { DEFAULTS } from "../../../../src/config/defaults.ts";
import type { Forbidden } from "../../../../src/config/policy/judge.ts";
import type { PlanContext, ProposedPlan } from "../../../../src/github/report/plan-words.ts";
import type { ImageReport, RunReport } from "../../../../src/reconcile/report.ts";
import { summarize } from "../../../../src/reconcile/summarize.ts";
import { digest, image } from "../../../cli/reports.ts";

export const context: PlanContext = {
  repository: { owner: "acme", name: "mirrors" },
  path: ".github/mirror.yml",
  commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
  pull: 12,
  isFork: false,
  baseBranch: "main",
  defaultBranch: "main",
  policies: [],
  computedAt: Date.UTC(2026, 10, 22, 14, 2, 3),
};

/** The policy of `acme`. */
export const policy = {
  repository: "acme/.github",
  path: ".github/mirror-policy.yml",
  commit: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
};

/** Images as a plan has them: two on the lines 4 and 6, one on 9 that is wrong, one on 12 that is as wanted. */
export const vault = image({
  source: "docker.io/hashicorp/vault:1.18",
  destination: "ghcr.io/acme/vault:1.18",
  result: "planned",
  digest: digest("ab12"),
  platforms: ["linux/amd64", "linux/arm64"],
  bytes: 182_000_000,
  reason: "new at the destination",
  line: 4,
});
export const redis = image({
  action: "update",
  result: "planned",
  previousDigest: digest("9f21c0d3"),
  reason: "the source moved; the old digest is kept as 7-9f21c0d39f21",
  line: 6,
});
export const missing = image({
  source: "quay.io/x/y:2",
  destination: "ghcr.io/acme/y:2",
  result: "failed",
  digest: null,
  platforms: [],
  bytes: 0,
  reason: "quay.io/x/y:2 does not exist, or may not be seen",
  error: {
    code: "MANIFEST_UNKNOWN",
    side: "source",
    message: "quay.io/x/y:2 does not exist, or may not be seen",
    remedy: "Correct the tag or digest in the config, or remove the entry.",
  },
  line: 9,
});
export const alpine = image({
  source: "docker.io/library/alpine:3",
  destination: "ghcr.io/acme/alpine:3",
  action: "up-to-date",
  result: "skipped",
  digest: digest("a1"),
  previousDigest: digest("a1"),
  platforms: [],
  bytes: 0,
  reason: "source and destination agree",
  line: 12,
});

export function reportOf(images: readonly ImageReport[], pulls: Record<string, number> = {}): RunReport {
  const totals = { mountedBytes: 0, seconds: 3.2, pulls: new Map(Object.entries(pulls)) };
  return { summary: summarize(images, totals), images, unmatched: [], pullLimits: [] };
}

/** A plan in which all of these lines are touched. */
export function planOf(
  images: readonly ImageReport[],
  touched: readonly number[] = [],
  changes: Partial<ProposedPlan> = {},
): ProposedPlan {
  return {
    report: reportOf(images),
    touched: new Set(touched),
    left: [],
    forbidden: [],
    unsurveyed: 0,
    believed: 0,
    budgets: [],
    ...changes,
  };
}

/** An entry of one tag, on a line. */
export function entryOf(repository: string, tag: string, line: number): Entry {
  return {
    source: { registry: "docker.io", repository },
    to: undefined,
    selection: [{ kind: "exact", tag }],
    exclude: [],
    ...DEFAULTS,
    visibility: undefined,
    keepBackups: undefined,
    position: { line, column: 5 },
  };
}

/** That an entry is forbidden by line 4 of `acme`'s policy. */
export function forbid(entry: Entry): Forbidden {
  const { registry, repository } = entry.source;
  return {
    entry,
    index: 0,
    refusal: {
      side: "source",
      message: `\`${registry}/${repository}\` is denied`,
      remedy: "Take it from somewhere else, or ask who looks after the policy.",
      rule: { ...policy, line: 4 },
    },
  };
}
