import { setTimeout as sleep } from "node:timers/promises";
import { type Measurement, percentile } from "./figure.ts";
import { Lab } from "./lab.ts";
import { memoryOf, startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const STARTS = 5;

/** The memory of a process that has nothing to do. */
export const memory: Measurement = {
  name: "memory",
  async measure() {
    await using lab = await Lab.open();
    await lab.call("createRepositories", { count: 1, installations: 1 });
    await lab.call("addImages", { names: ["app"], layers: 4, layerSize: 1_000_000 });
    const dataDir = temporaryFolder();
    const first = await startServer(lab, dataDir);
    const firstPeak = memoryOf(first, "VmHWM");
    await stopServer(first);
    const server = await startServer(lab, dataDir);
    const afterStart = memoryOf(server, "VmRSS");
    const commit = await lab.call("pushConfig", { repository: 0, names: ["app"], note: "one" });
    const isDone = async () => (await lab.call("outcome", { repository: 0, commit })).status === "completed";
    await until(isDone, 30, "the run ends");
    const afterRun = memoryOf(server, "VmRSS");
    await sleep(60_000);
    const atRest = memoryOf(server, "VmRSS");
    const peak = memoryOf(server, "VmHWM");
    await stopServer(server);
    return [
      { what: "memory peak (VmHWM) of the start that makes the data directory", value: `${firstPeak} MiB` },
      {
        what: "memory (RSS) on an existing one after the start, after one run, after a minute of rest",
        value: `${afterStart}, ${afterRun}, ${atRest} MiB (peak ${peak})`,
      },
    ];
  },
};

/** From the start of the process until `/readyz` says so. */
export const start: Measurement = {
  name: "start",
  async measure() {
    await using lab = await Lab.open();
    const timed = async (dataDir: string) => {
      const started = performance.now();
      const server = await startServer(lab, dataDir);
      const milliseconds = performance.now() - started;
      await stopServer(server);
      return milliseconds;
    };
    const fresh: number[] = [];
    const existing: number[] = [];
    for (let count = 0; count < STARTS; count++) {
      const dataDir = temporaryFolder();
      fresh.push(await timed(dataDir));
      existing.push(await timed(dataDir));
    }
    return [
      {
        what: `start → ready, new data directory (median of ${STARTS})`,
        value: `${Math.round(percentile(fresh, 50))} ms`,
      },
      {
        what: `start → ready, existing data directory (median of ${STARTS})`,
        value: `${Math.round(percentile(existing, 50))} ms`,
      },
    ];
  },
};
