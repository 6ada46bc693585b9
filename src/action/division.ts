import type { Share, SurveyedImage } from "../reconcile/share.ts";
import { globFor, type Part } from "./part.ts";
import { splitByBytes } from "./split-by-bytes.ts";

/** Fewer images are copied faster than further jobs are started. */
const LEAST_IMAGES = 10;
/** A job more is worth its while from so many bytes on. */
const BYTES_PER_JOB = 8e9;
/** Characters: a part goes through a variable of the environment, which on some systems holds 32,767. */
const ROOM_OF_PART = 30_000;
/** Characters: a job's outputs may have 1 MB in UTF-16. https://docs.github.com/en/actions/reference/limits */
const ROOM_OF_ALL = 400_000;

/** What {@link Division} stands on. */
export interface DivisionOptions {
  /** How many further jobs there may be. */
  readonly parallel: number;
  /** Default: 8 GB. */
  readonly bytesPerJob?: number | undefined;
}

/** How much was left to further jobs. */
export interface Left {
  readonly images: number;
  readonly bytes: number;
  readonly jobs: number;
}

/**
 * Leaves the work of a large run to further jobs, all of it: they begin when the first one has ended, so that what it kept
 * would hold them up.
 */
export class Division implements Share {
  readonly least = LEAST_IMAGES;
  readonly #options: DivisionOptions;
  #parts: readonly Part[] = [];
  #left: Left | undefined;

  constructor(options: DivisionOptions) {
    this.#options = options;
  }

  /** What further jobs have to do. Empty: nothing was left to them. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Undefined where that is nothing. */
  get left(): Left | undefined {
    return this.#left;
  }

  leave(images: readonly SurveyedImage[]): ReadonlySet<string> {
    const { parallel, bytesPerJob = BYTES_PER_JOB } = this.#options;
    const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
    const jobs = Math.min(parallel, Math.floor(bytes / bytesPerJob));
    if (jobs < 2) return new Set();
    const { parts } = splitByBytes(images, jobs, Math.min(ROOM_OF_PART, Math.floor(ROOM_OF_ALL / jobs)));
    if (parts.length < 2) return new Set();
    const count = parts.length + 1;
    this.#parts = parts.map((sources, at) => ({ index: at + 1, count, only: sources.map(globFor) }));
    const theirs = new Set(parts.flat());
    const left = images.filter(({ source }) => theirs.has(source));
    this.#left = {
      images: left.length,
      bytes: left.reduce((sum, image) => sum + image.bytes, 0),
      jobs: parts.length,
    };
    return theirs;
  }
}
