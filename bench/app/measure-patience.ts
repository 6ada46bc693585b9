import { ClockedServer } from "./clocked/clocked-server.ts";
import type { Measurement } from "./figure.ts";
import { Lab } from "./lab.ts";
import type { MirrorStage } from "./scheduled/mirror-stage.ts";
import { until } from "./server.ts";

const IMAGES = 500;
/** Docker Hub's, without an account. */
const LIMIT = 100;
const WINDOW_HOURS = 6;
const RESERVES = [0, 20] as const;
/** Between two sweeps. */
const STEP = 5 * 60_000;
const HOUR = 3_600_000;
/** Times the arithmetic minimum after which it is given up. */
const PATIENCE = 3;

/** How long first copies take that are more than Docker Hub grants, by a clock that is put forward. `size`: images of one manifest. */
export const patience: Measurement = {
  name: "patience",
  async measure(tell, size = IMAGES) {
    const rows: string[][] = [];
    for (const reserve of RESERVES) {
      const least = leastHours(size, LIMIT - reserve);
      const { hours, pulls, refused } = await wait(size, reserve, least * PATIENCE + WINDOW_HOURS, tell);
      rows.push([`${reserve}`, `${least} h`, `${hours.toFixed(1)} h`, `${pulls}`, `${refused}`]);
    }
    const header = [`\`PULL_RESERVE\`, ${size} images`, "least", "taken", "pulls", "refused"];
    return { header, rows };
  },
};

/** Hours until the last of so many pulls may be made, where so many are granted in each window. */
export function leastHours(pulls: number, grant: number): number {
  return (Math.ceil(pulls / grant) - 1) * WINDOW_HOURS;
}

async function wait(size: number, reserve: number, most: number, tell: (text: string) => void) {
  const places = "several";
  await using lab = await Lab.start<MirrorStage>("mirror-process.ts", {
    pullLimit: LIMIT,
    publisher: "app",
    places,
  });
  await lab.call("pushTags", { name: "app", from: 0, to: size, indexes: "none" });
  await using server = await ClockedServer.start({ ...lab.environment, PULL_RESERVE: `${reserve}` });
  await lab.call("setWebhookUrl", `${server.url}/api/github/webhooks`);
  const commit = await lab.call("pushConfig", "app");
  const isTold = async () => (await lab.call("conclusion", commit)) !== undefined;
  await until(isTold, 600, "the first run ends");
  await server.settle();
  let elapsed = 0;
  let before = 0;
  for (;;) {
    const mirrored = await lab.call("mirrored", "app");
    if (mirrored > before) tell(`reserve ${reserve}: ${mirrored} after ${(elapsed / HOUR).toFixed(1)} h`);
    before = mirrored;
    if (mirrored === size) break;
    if (elapsed > most * HOUR) throw new Error(`${mirrored} of ${size} images after ${most} h`);
    await lab.call("leap", STEP);
    await server.leap(STEP);
    elapsed += STEP;
  }
  const { pulls, refused } = await lab.call("asked", undefined);
  return { hours: elapsed / HOUR, pulls, refused };
}
