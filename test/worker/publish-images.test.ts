import { describe, expect, it } from "vitest";
import type { JobContext, State } from "../../src/jobs/state.ts";
import type { Publisher } from "../../src/publish/publisher.ts";
import type { ImageReport } from "../../src/reconcile/report.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { InterruptedError } from "../../src/worker/interrupted-error.ts";
import { Pace } from "../../src/worker/pace.ts";
import type { WorkerParts } from "../../src/worker/parts.ts";
import { publishImages } from "../../src/worker/publish-images.ts";
import { carriedByApp, image, report } from "../cli/reports.ts";
import { REPORTING } from "../config/reporting.ts";
import { heldClock } from "../oci/clocks.ts";
import { fakeInstallation } from "./fake-installation.ts";
import { recordingLog } from "./recording-log.ts";
import { runOf } from "./runs.ts";

const [redis, vault] = [image({ destination: "redis:7" }), image({ destination: "vault:1" })];
const stopped = image({ destination: "alpine:3", result: "skipped", error: STOPPED });

/** Carries out a run whose images end as given, on a database that fails at first so many times. */
function copy(images: readonly ImageReport[], { failures = 0, stopping = new AbortController() } = {}) {
  const clock = heldClock();
  const stored: ImageReport[] = [];
  let left = failures;
  const publisher: Publisher = {
    publish: async ({ onEvent }) => {
      for (const image of images) onEvent({ type: "finished", image });
      return { kind: "carried-out", ...carriedByApp(report(images)) };
    },
  };
  const state = {
    items: {
      put: async (_: string, image: ImageReport) => {
        if (left-- > 0) throw new Error("the database is away");
        stored.push(image);
      },
      of: async () => stored,
    },
    images: { put: async () => {}, of: async () => [] },
    departures: { of: async () => [], wantedElsewhere: async () => new Set() },
    backups: { of: async () => [], put: async () => {} },
    drifts: { settle: async () => {} },
    runs: { isWanted: async () => true },
  } as unknown as State;
  const github = fakeInstallation();
  const look = async () => new Map();
  const parts = {
    state,
    clock,
    publisherOf: () => publisher,
    look,
    log: recordingLog(),
  } as unknown as WorkerParts;
  const run = runOf({ state: "running" });
  const open = { run, commit: "c", config: { path: "p", sha: "s" }, checkRun: 41, github };
  const { installation, repository } = run;
  const share = {
    config: { version: 1, entries: [], report: REPORTING, prune: { kind: "report" }, pruneLimit: 10 },
    skip: [],
  } as const;
  const target = { owner: "acme", installation, repository, mode: "app", share, consent: undefined } as const;
  const copying = { open, config: share.config, targets: [target], untried: [], pace: new Pace() };
  const context: JobContext = {
    signal: new AbortController().signal,
    stopping: stopping.signal,
    aside: (wait) => wait(),
  };
  return { clock, stored, copied: publishImages(parts, copying, context) };
}

describe("publishImages", () => {
  it("stores each image as it ends", async () => {
    const { copied, stored } = copy([redis, vault]);
    expect(await copied).toMatchObject({ kind: "carried-out", report: { images: [redis, vault] } });
    expect(stored).toEqual([redis, vault]);
  });

  it("does not store what waits for pulls, which has not ended", async () => {
    const waiting = image({ destination: "alpine:3", result: "deferred" });
    const { copied, stored } = copy([redis, waiting]);
    expect(await copied).toMatchObject({ kind: "carried-out", report: { images: [redis, waiting] } });
    expect(stored).toEqual([redis]);
  });

  it("stores them also where the database is away for a moment", async () => {
    const { copied, stored, clock } = copy([redis], { failures: 2 });
    for (const pause of [0, 1_000, 2_000]) await clock.advance(pause);
    await copied;
    expect(stored).toEqual([redis]);
  });

  it("fails where it is away for longer than a minute", async () => {
    const { copied, clock } = copy([redis], { failures: 100 });
    const failure = expect(copied).rejects.toThrow("the database is away");
    for (const pause of [0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]) await clock.advance(pause);
    await failure;
  });

  it("is interrupted where images were left undone, which are not stored", async () => {
    const stopping = new AbortController();
    stopping.abort();
    const { copied, stored } = copy([redis, stopped], { stopping });
    await expect(copied).rejects.toBeInstanceOf(InterruptedError);
    expect(stored).toEqual([redis]);
  });
});
