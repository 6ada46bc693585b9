import type { Digest } from "../../src/oci/digest.ts";
import type { CarriedOut } from "../../src/publish/carried-out.ts";
import type { ImageReport, RunReport, Summary } from "../../src/reconcile/report.ts";

/** A digest whose hex is `start`, repeated. */
export function digest(start: string): Digest {
  return `sha256:${start.repeat(64).slice(0, 64)}`;
}

/** The report of an image that was copied, changed by `changes`. */
export function image(changes: Partial<ImageReport> = {}): ImageReport {
  return {
    source: "docker.io/library/redis:7",
    destination: "ghcr.io/acme/redis:7",
    action: "copy",
    result: "done",
    sourceDigest: digest("77ce"),
    digest: digest("77ce"),
    previousDigest: null,
    platforms: ["linux/amd64"],
    bytes: 12_345_678,
    reason: "not there yet",
    line: 3,
    ...changes,
  };
}

/** The report of a run, all of whose counts are zero but for `summary`. */
export function report(images: readonly ImageReport[], summary: Partial<Summary> = {}): RunReport {
  return {
    summary: {
      copied: 0,
      updated: 0,
      upToDate: 0,
      blocked: 0,
      failed: 0,
      bytes: 0,
      mountedBytes: 0,
      seconds: 0,
      pulls: {},
      ...summary,
    },
    images,
    unmatched: [],
    pullLimits: [],
  };
}

/** That the App itself has carried out what a report says. */
export function carriedByApp(reported: RunReport): CarriedOut {
  return { report: reported, carrier: { kind: "app" }, seen: [], notices: [] };
}
