import type { Entry, Prune } from "./config.ts";
import { DAY, HOUR } from "./duration.ts";

/** What holds where neither an entry nor `defaults` say anything. */
export const DEFAULTS = {
  platforms: "all",
  onChange: "replace",
  onDrift: "report",
  minAge: 0,
  schedule: { kind: "every", interval: 6 * HOUR },
  verifyEvery: 7 * DAY,
  prune: { kind: "report" },
} as const satisfies Partial<Entry>;

/** The same of the whole file. */
export const PRUNE_LIMIT = 10;

export const PRUNE = ["never", "report"] as const satisfies readonly Prune["kind"][];
