import { LIMITS } from "../config/limits.ts";
import type { ImageReport, Removal, RunReport, SelectionReport } from "../reconcile/report.ts";

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
  departed: 2_000,
  selections: 500,
  /** Of a selection: why tags are not in it, and tags of which that is said. */
  reasons: 10,
  examples: 5,
  why: 200,
  tag: 128,
  removals: 1_000,
} as const;

/** The artifact that holds the result of a part, in an attempt counted from 1. */
export function artifactName(attempt: number, part: number): string {
  return `${artifactsOf(attempt)}${part}`;
}

/** How the names of all artifacts of an attempt begin. */
export function artifactsOf(attempt: number): string {
  return `ghcr-mirror-${attempt}-`;
}

/** The text of {@link RESULT_FILE}. Of too many images, those that are as they were are left out first. */
export function writeResult(result: JobResult): string {
  const { summary, images, unmatched, pullLimits, departed, selections, removals } = result.report;
  const frame: RunReport = {
    summary,
    images: [],
    unmatched: unmatched.slice(0, RESULT_LIMITS.unmatched),
    pullLimits: pullLimits.slice(0, RESULT_LIMITS.registries),
    ...(departed && { departed: departed.slice(0, RESULT_LIMITS.departed).map(cutWhy) }),
    ...(selections && { selections: selections.slice(0, RESULT_LIMITS.selections).map(shortenedSelection) }),
    ...(removals && { removals: removals.slice(0, RESULT_LIMITS.removals).map(shortenedRemoval) }),
  };
  const room = RESULT_LIMITS.bytes - sizeOf({ ...result, report: frame }) - 1;
  const report = { ...frame, images: fitting(images.map(shortenedImage), room) };
  return `${JSON.stringify({ ...result, report })}\n`;
}

function fitting(images: readonly ImageReport[], room: number): readonly ImageReport[] {
  if (endOfRoom(images, room) === images.length) return images;
  const sorted = changedFirst(images);
  return sorted.slice(0, endOfRoom(sorted, room));
}

/** How many of the first images there is room for, in bytes. */
function endOfRoom(images: readonly ImageReport[], room: number): number {
  let left = room;
  const end = images.findIndex((image, index) => {
    left -= sizeOf(image) + 1;
    return left < 0 || index >= RESULT_LIMITS.images;
  });
  return end < 0 ? images.length : end;
}

function sizeOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function changedFirst(images: readonly ImageReport[]): readonly ImageReport[] {
  const isUnchanged = ({ action, result }: ImageReport) => action === "up-to-date" && result !== "failed";
  return images.toSorted((a, b) => Number(isUnchanged(a)) - Number(isUnchanged(b)));
}

function shortenedImage(image: ImageReport): ImageReport {
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

function shortenedSelection(selection: SelectionReport): SelectionReport {
  const left = selection.left.slice(0, RESULT_LIMITS.reasons).map(({ why, count, examples }) => ({
    why: cut(why, RESULT_LIMITS.why),
    count,
    examples: examples.slice(0, RESULT_LIMITS.examples).map((example) => cut(example, RESULT_LIMITS.tag)),
  }));
  return { ...selection, left };
}

function shortenedRemoval(removal: Removal): Removal {
  const { why } = removal;
  return why === undefined ? removal : { ...removal, why: cut(why, RESULT_LIMITS.words) };
}

function cutWhy<T extends { readonly why: string }>(departed: T): T {
  return { ...departed, why: cut(departed.why, RESULT_LIMITS.why) };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
