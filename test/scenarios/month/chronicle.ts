import { expect } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { Reason } from "../../../src/jobs/request.ts";
import type { Conclusion } from "../../../src/jobs/run.ts";
import type { CarriedOut } from "../../../src/publish/carried-out.ts";
import type { ImageReport } from "../../../src/reconcile/report.ts";
import type { Month, Push } from "./open-month.ts";

/** A run that is over. */
export interface StoredRun {
  readonly position: number;
  readonly name: string;
  readonly reason: Reason;
  readonly conclusion: Conclusion;
  readonly id: string;
  readonly commit: string | null;
  readonly published: CarriedOut | null;
}

/** What a check run said of when images go on. Times are in milliseconds, of our clock. */
interface Promised {
  readonly until: number;
  readonly told: number;
  readonly sources: ReadonlySet<string>;
}

/** Milliseconds from the time that was told to the sweep that goes by it, and to the end of the runs that come of it. */
const ONE_SWEEP = 10 * 60_000;

/** Reads what has happened, and holds what was told against it. */
export class Chronicle {
  readonly figures = {
    runs: 0,
    told: 0,
    silent: 0,
    failures: 0,
    waits: 0,
    kept: 0,
    earlier: 0,
    late: [] as string[],
  };
  readonly #month: Month;
  readonly #repositories: ReadonlyMap<string, Repository>;
  readonly #promises = new Map<string, Promised>();
  #position = 0;
  #pushes = 0;

  constructor(month: Month, repositories: ReadonlyMap<string, Repository>) {
    this.#month = month;
    this.#repositories = repositories;
  }

  /** Judges all runs that ended since the last time, and resolves with them. `wasKilled`: what a dead process pushed last, nobody can tell of. */
  async read(wasKilled: boolean): Promise<readonly StoredRun[]> {
    const runs = await this.#month.rows<StoredRun>(
      `select position::int, name, reason, conclusion, id, commit, published from ghcr_mirror.runs
        where position > ${this.#position} order by position`,
    );
    this.#position = runs.at(-1)?.position ?? this.#position;
    this.figures.runs += runs.length;
    for (const run of runs) this.#judge(run);
    const pushes = this.#month.pushes.slice(this.#pushes);
    this.#pushes = this.#month.pushes.length;
    const claims = runs.flatMap(claimsOf);
    const lacking = without(pushes, claims);
    expect(without(claims, pushes)).toEqual([]);
    if (!wasKilled) expect(lacking).toEqual([]);
    this.#hold(runs);
    return runs;
  }

  /** Whether a run's check run says what its report does. */
  #judge(run: StoredRun): void {
    const { conclusion, published, reason } = run;
    const check = this.#checkOf(run);
    const images = published?.report.images ?? [];
    const failed = images.filter(isFailed).length;
    if (conclusion === "none") {
      this.figures.silent += 1;
      expect({ reason, check, failed }).toEqual({ reason, check: undefined, failed: 0 });
      return;
    }
    this.figures.told += 1;
    expect(check).toMatchObject({ status: "completed", conclusion });
    if (!published) return;
    const count = (holds: (image: ImageReport) => boolean) => images.filter(holds).length;
    const copied = count(({ action, result }) => action === "copy" && result === "done");
    const updated = count(({ action, result }) => action === "update" && result === "done");
    const deferred = count(({ result }) => result === "deferred");
    const said = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(check?.title ?? "")?.[1] ?? 0);
    expect({
      copied: said("copied"),
      updated: said("updated"),
      failed: said("failed"),
      deferred: said("waiting for pulls"),
      young: said("too young"),
    }).toEqual({ copied, updated, failed, deferred, young: count(({ action }) => action === "wait") });
    if (failed > 0) this.figures.failures += 1;
    const idle = copied + updated === 0;
    // A run of a part says how many others of the repository wait as well.
    const isWaiting = deferred > 0 || said("more waiting for pulls") > 0;
    expect(conclusion, check?.title).toBe(failed > 0 ? "failure" : isWaiting || idle ? "neutral" : "success");
  }

  #checkOf({ id, name, commit }: StoredRun): CheckRun | undefined {
    const checks = this.#repositories.get(name)?.checks.runsOf(commit ?? "") ?? [];
    return checks.findLast(({ externalId }) => externalId === id);
  }

  /** Whether what waited has gone on when it was told that it would. */
  #hold(runs: readonly StoredRun[]): void {
    const now = this.#month.clocks.ours.now();
    for (const [name, { until, told, sources }] of this.#promises) {
      const mine = runs.filter((run) => run.name === name);
      const wentOn = mine.flatMap(brought).some((source) => sources.has(source));
      const isRetold = mine.some((run) => this.#checkOf(run) !== undefined);
      if (!wentOn && !isRetold && now <= until + ONE_SWEEP) continue;
      this.#promises.delete(name);
      if (wentOn && now < until) this.figures.earlier += 1;
      else if (wentOn && now <= until + ONE_SWEEP) this.figures.kept += 1;
      else if (now > until + ONE_SWEEP)
        this.figures.late.push(
          `${name}: told at ${iso(told)} until ${iso(until)}, now ${iso(now)}, went on: ${wentOn}`,
        );
    }
    for (const run of runs) {
      const waiting = run.published?.report.images.filter(({ result }) => result === "deferred") ?? [];
      const title = this.#checkOf(run)?.title;
      const until = /waiting for pulls until (\S+)/.exec(title ?? "")?.[1];
      if (waiting.length === 0) continue;
      if (!until) continue;
      this.figures.waits += 1;
      this.#promises.set(run.name, {
        until: Date.parse(until.replace(/,$/, "")),
        told: now,
        sources: new Set(waiting.map(({ source }) => source)),
      });
    }
  }
}

function isFailed({ action, result }: ImageReport): boolean {
  return result === "failed" || action === "blocked";
}

function isDone({ action, result }: ImageReport): boolean {
  return (action === "copy" || action === "update") && result === "done";
}

function brought({ published }: StoredRun): readonly string[] {
  return (published?.report.images ?? []).filter(isDone).map(({ source }) => source);
}

/** What a run says that it has pushed. */
function claimsOf({ published }: StoredRun): readonly Push[] {
  return (published?.report.images ?? [])
    .filter(isDone)
    .flatMap(({ destination, digest, backup, previousDigest }) => [
      ...(digest ? [{ destination, digest }] : []),
      ...(backup && previousDigest ? [{ destination: backup, digest: previousDigest }] : []),
    ]);
}

function without(pushes: readonly Push[], others: readonly Push[]): readonly Push[] {
  const keys = new Set(others.map(keyOf));
  return pushes.filter((push) => !keys.has(keyOf(push)));
}

function keyOf({ destination, digest }: Push): string {
  return `${destination}@${digest}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
