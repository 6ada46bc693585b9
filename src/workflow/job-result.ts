import { LIMITS } from "../config/limits.ts";
import type { ImageReport, RunReport } from "../reconcile/report.ts";

/**
 * What a job leaves behind for the bot, as JSON in an artifact. Nobody signs it, so it is good for telling and for nothing
 * else.
 */
export interface JobResult {
  readonly version: 1;
  /** That of the inputs. */
  readonly run: string;
  /** Which part of the run's images this job had, from 0. */
  readonly part: number;
  /** How many parts there are in all. */
  readonly parts: number;
  readonly report: RunReport;
}

/** The file in the artifact. */
export const RESULT_FILE = "result.json";

/** How much a result may hold; lengths of texts in UTF-16 code units. What is more is cut off by whoever writes it. */
export const RESULT_LIMITS = {
  /** Of all of it. */
  bytes: 32 * 1024 * 1024,
  images: 20_000,
  unmatched: 2_000,
  /** Of an image. */
  platforms: 200,
  /** GitHub takes no more jobs of one matrix, and there is the first one. */
  parts: 257,
  /** A registry, a repository, a tag or a glob in its place, and a digest. */
  reference: 1_000,
  pattern: LIMITS.globLength,
  /** The last one that a config can have. */
  line: LIMITS.bytes + 1,
  platform: 200,
  code: 100,
  words: 2_000,
  /** That pulls were counted for. */
  registries: 1_000,
} as const;

/** The artifact that holds the result of a part, in an attempt counted from 1. */
export function artifactName(attempt: number, part: number): string {
  return `${artifactsOf(attempt)}${part}`;
}

/** How the names of all artifacts of an attempt begin. */
export function artifactsOf(attempt: number): string {
  return `ghcr-mirror-${attempt}-`;
}

/** For what is not images, in bytes. */
const FRAME = 4 * 1024 * 1024;

/** The text of {@link RESULT_FILE}. Of too many images, those that are as they were are left out first. */
export function writeResult(result: JobResult): string {
  const { summary, images, unmatched, pullLimits } = result.report;
  const report: RunReport = {
    summary,
    images: fitting(images.map(shortened)),
    unmatched: unmatched.slice(0, RESULT_LIMITS.unmatched),
    pullLimits: pullLimits.slice(0, RESULT_LIMITS.registries),
  };
  return `${JSON.stringify({ ...result, report })}\n`;
}

function fitting(images: readonly ImageReport[]): readonly ImageReport[] {
  if (endOfRoom(images) === images.length) return images;
  const sorted = changedFirst(images);
  return sorted.slice(0, endOfRoom(sorted));
}

/** How many of the first images there is room for. */
function endOfRoom(images: readonly ImageReport[]): number {
  let left = RESULT_LIMITS.bytes - FRAME;
  const end = images.findIndex((image, index) => {
    left -= Buffer.byteLength(JSON.stringify(image)) + 1;
    return left < 0 || index >= RESULT_LIMITS.images;
  });
  return end < 0 ? images.length : end;
}

function changedFirst(images: readonly ImageReport[]): readonly ImageReport[] {
  const isUnchanged = ({ action, result }: ImageReport) => action === "up-to-date" && result !== "failed";
  return images.toSorted((a, b) => Number(isUnchanged(a)) - Number(isUnchanged(b)));
}

function shortened(image: ImageReport): ImageReport {
  const { reason, platforms, error } = image;
  return {
    ...image,
    reason: cut(reason, RESULT_LIMITS.words),
    platforms: platforms
      .slice(0, RESULT_LIMITS.platforms)
      .map((platform) => cut(platform, RESULT_LIMITS.platform)),
    ...(error && {
      error: {
        ...error,
        message: cut(error.message, RESULT_LIMITS.words),
        ...(error.remedy !== undefined && { remedy: cut(error.remedy, RESULT_LIMITS.words) }),
      },
    }),
  };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
