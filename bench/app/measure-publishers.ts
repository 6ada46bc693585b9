import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, type Measurement, percentile } from "./figure.ts";
import { Lab } from "./lab.ts";
import type { Publication } from "./publication.ts";
import { startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How many images are new in a push, and how often that is measured. */
const LOADS = [
  { images: 1, rounds: 5 },
  { images: 50, rounds: 3 },
] as const;
/** Requests of the bot to GitHub for a run, also one of 50 images. */
const BUDGET = 40;
/** Of images: what is measured is everything but their bytes. */
const SHAPE = { layers: 2, layerSize: 200_000 };

/** From a push to the first byte at GHCR and to the end, where the App itself may write there and where a workflow has to. */
export const publishers: Measurement = {
  name: "publishers",
  async measure(tell) {
    return [...(await measurePublisher("app", tell)), ...(await measurePublisher("actions", tell))];
  },
};

/** With `PUBLISHER` as it is by default: GHCR decides which of them it is. */
async function measurePublisher(
  publisher: "app" | "actions",
  tell: (text: string) => void,
): Promise<readonly Figure[]> {
  await using lab = await Lab.open({ refusesApps: publisher === "actions" });
  await lab.call("createRepositories", { count: 1, installations: 1 });
  const server = await startServer(lab, temporaryFolder());
  // The sweep of the start is not what is measured, nor is a publisher's first run.
  await sleep(5000);
  await publish(lab, ["first"]);
  const figures: Figure[] = [];
  for (const { images, rounds } of LOADS) {
    const seen: Publication[] = [];
    for (let round = 1; round <= rounds; round++) {
      const names = Array.from({ length: images }, (_, image) => `of${images}-round${round}-image${image}`);
      const publication = await publish(lab, names);
      seen.push(publication);
      tell(`${publisher}, ${images}: ${publication.firstByte} ms, ${publication.completed} ms`);
    }
    const median = (pick: (publication: Publication) => number) => Math.round(percentile(seen.map(pick), 50));
    const load = `\`${publisher}\`, ${images} new ${images === 1 ? "image" : "images"}, median of ${rounds}`;
    figures.push(
      {
        what: `2xx → first byte at GHCR, check run \`completed\` (${load})`,
        value: `${median(({ firstByte }) => firstByte)} ms, ${median(({ completed }) => completed)} ms`,
      },
      {
        what: `the bot's requests to GitHub for that, at most (budget: under ${BUDGET})`,
        value: `${Math.max(...seen.map(({ requests }) => requests))}`,
      },
    );
  }
  await stopServer(server);
  return figures;
}

/** Pushes a config with images that are nowhere yet, and waits until they are at GHCR and that is told. */
async function publish(lab: Lab, names: readonly string[]): Promise<Publication> {
  await lab.call("addImages", { names, ...SHAPE });
  const commit = await lab.call("pushConfig", { repository: 0, names, note: names.join() });
  const isDone = async () => (await lab.call("outcome", { repository: 0, commit })).status === "completed";
  await until(isDone, 120, "the run ends");
  // What comes after the last word counts as well.
  await sleep(2000);
  const { conclusion } = await lab.call("outcome", { repository: 0, commit });
  const { isComplete } = await lab.call("copied", { repository: 0, names });
  if (conclusion !== "success" || !isComplete) throw new Error(`the run ended with ${conclusion}`);
  return await lab.call("publication", commit);
}
