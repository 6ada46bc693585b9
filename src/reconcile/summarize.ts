import type { Action } from "../plan/plan.ts";
import type { ImageReport, Summary } from "./report.ts";

/** What a summary counts besides the images. */
export interface Totals {
  readonly mountedBytes: number;
  readonly seconds: number;
  /** By source registry. */
  readonly pulls: ReadonlyMap<string, number>;
}

/** Counts the images of a run, each once: as what was done with it (or is to be done), as failed, as blocked, or as one that waits. */
export function summarize(images: readonly ImageReport[], { mountedBytes, seconds, pulls }: Totals): Summary {
  const count = (action: Action) => images.filter((image) => image.action === action && isWell(image)).length;
  return {
    copied: count("copy"),
    updated: count("update"),
    upToDate: count("up-to-date"),
    blocked: images.filter(({ action }) => action === "blocked").length,
    failed: images.filter(({ result }) => result === "failed").length,
    deferred: images.filter(({ result }) => result === "deferred").length,
    waiting: images.filter(({ action }) => action === "wait").length,
    bytes: images.reduce((sum, { bytes }) => sum + bytes, 0),
    mountedBytes,
    seconds: Math.round(seconds * 1000) / 1000,
    pulls: Object.fromEntries(pulls),
  };
}

function isWell({ action, result }: ImageReport): boolean {
  return result === "done" || result === "planned" || action === "up-to-date";
}
