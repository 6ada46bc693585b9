import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "./figure.ts";
import { Lab } from "./lab.ts";
import { startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ROUNDS = 30;
const IMAGES = 20;

/** kill -9 at random moments of a run: the next process ends it. */
export const kills: Measurement = {
  name: "kills",
  async measure(tell) {
    await using lab = await Lab.open();
    await lab.call("createRepositories", { count: 1, installations: 1 });
    const dataDir = temporaryFolder();
    let server = await startServer(lab, dataDir);
    const whole = await runOnce(lab, -1, async () => {});
    const moments: string[] = [];
    let complete = 0;
    let single = 0;
    let arrived = 0;
    let twice = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { outcome, copied } = await runOnce(lab, round, async () => {
        const moment = Math.random() * whole.milliseconds;
        await sleep(moment);
        server.kill("SIGKILL");
        await server.exit;
        moments.push(`${Math.round(moment)}`);
        server = await startServer(lab, dataDir);
      });
      if (copied.isComplete && outcome.conclusion === "success") complete += 1;
      if (outcome.checkRuns === 1) single += 1;
      arrived += copied.whole;
      twice += copied.twice;
      tell(`round ${round + 1}, killed after ${moments.at(-1)} ms: ${outcome.conclusion}`);
    }
    await stopServer(server);
    return [
      {
        what: `kill -9 within a run of ${IMAGES} images (${Math.round(whole.milliseconds)} ms): complete in the end`,
        value: `${complete} of ${ROUNDS}`,
      },
      { what: "with one check run", value: `${single} of ${ROUNDS}` },
      { what: "blobs that arrived at GHCR in full, and that did so twice", value: `${arrived}, ${twice}` },
    ];
  },
};

/** Pushes a config with new images, does what disturbs, and waits for the end. */
async function runOnce(lab: Lab, round: number, disturb: () => Promise<void>) {
  const names = Array.from({ length: IMAGES }, (_, image) => `round${round + 1}-image${image}`);
  await lab.call("addImages", { names, layers: 4, layerSize: 1_000_000 });
  const started = performance.now();
  const commit = await lab.call("pushConfig", { repository: 0, names, note: `round ${round}` });
  await disturb();
  const isDone = async () => (await lab.call("outcome", { repository: 0, commit })).status === "completed";
  await until(isDone, 60, `round ${round} ends`);
  const milliseconds = performance.now() - started;
  const outcome = await lab.call("outcome", { repository: 0, commit });
  return { milliseconds, outcome, copied: await lab.call("copied", { repository: 0, names }) };
}
