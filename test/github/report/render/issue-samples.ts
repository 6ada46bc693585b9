import type { Dashboard } from "../../../../src/github/report/render/render-dashboard.ts";
import type { ToldTrouble } from "../../../../src/github/report/render/render-trouble.ts";
import type { ToldRun } from "../../../../src/github/report/render/told-run.ts";
import { digest, image } from "../../../cli/reports.ts";

const AT = Date.UTC(2026, 10, 22, 14, 2, 3);
const [MINUTE, HOUR] = [60_000, 3_600_000];

/** A run that ended so many hours ago. */
export function runAgo(hours: number, title: string): ToldRun {
  return {
    title,
    url: `https://github.com/acme/mirrors/runs/${4711 - hours}`,
    commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
    endedAt: AT - hours * HOUR,
  };
}

/** An image that GHCR does not let us write. */
export const refused = image({
  source: "docker.io/hashicorp/vault:1.18.3",
  destination: "ghcr.io/acme/vault:1.18.3",
  result: "failed",
  digest: null,
  error: {
    code: "DENIED",
    side: "destination",
    message: 'ghcr.io 403 "permission_denied: write_package"',
    remedy: "Let the repository write the package.",
  },
});

/** One image of 141 fails since the day before. */
export const trouble: ToldTrouble = {
  repository: { owner: "acme", name: "mirrors" },
  cause: { kind: "images", failing: [refused], others: 140 },
  since: AT - 12 * HOUR,
  failures: 3,
  runs: [
    runAgo(0, "Synced: 1 failed, 140 up to date"),
    runAgo(6, "Synced: 1 failed, 140 up to date"),
    runAgo(12, "Synced: 1 copied (182 MB), 1 failed, 139 up to date"),
  ],
};

/** Three images, one of which fails, and one was changed by somebody else. */
export const dashboard: Dashboard = {
  repository: { owner: "acme", name: "mirrors" },
  path: ".github/mirror.yml",
  commit: "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b",
  appliedAt: AT - 72 * HOUR,
  problems: 0,
  lastRun: runAgo(0, "Synced: 1 failed, 2 up to date"),
  carrier: { kind: "app" },
  pullLimits: [{ registry: "docker.io", limit: 100, remaining: 62, window: 21_600, countedBy: "address" }],
  deletions: [],
  prospect: {
    looks: [
      { schedule: "every 6h", dueAt: AT + 2 * HOUR },
      { schedule: "0 4 * * 1", dueAt: AT + 14 * HOUR },
    ],
    waiting: { images: 3, until: AT + HOUR },
    budgets: [{ registry: "docker.io", limit: 100, remaining: 62, free: 42, window: 21_600 }],
  },
  failing: [refused],
  drifts: [
    {
      source: "docker.io/library/redis:7",
      destination: "ghcr.io/acme/redis:7",
      expected: digest("77ce"),
      found: digest("dead"),
      seenAt: AT - 20 * MINUTE,
      fate: "reported",
    },
  ],
  images: [
    { name: "library/redis:7", to: "redis:7", hex: "77ce" },
    { name: "nsmithuk/local-kms:3.11.7", to: "local-kms:3.11.7", hex: "ab12" },
  ].map(({ name, to, hex }) => ({
    source: `docker.io/${name}`,
    destination: `ghcr.io/acme/${to}`,
    digest: digest(hex),
    verifiedAt: AT,
  })),
};
