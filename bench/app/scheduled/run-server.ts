import { setTimeout as sleep } from "node:timers/promises";
import type { Elapsed } from "../clocked/clocked-app.ts";
import { ClockedServer } from "../clocked/clocked-server.ts";
import { Lab } from "../lab.ts";
import { until } from "../server.ts";
import type { Asked, MirrorStage, MirrorStageOptions } from "./mirror-stage.ts";

const HOURS = 3_600_000;
const ROOMY = 1_000_000;
/** Seconds. */
const FIRST_RUN = 600;

/** A scheduled run, and what was asked for it. */
export interface ScheduledRun extends Elapsed {
  readonly asked: Asked;
}

/** How many tags there are in the end, and how many of them are new. */
export interface Load {
  readonly tags: number;
  readonly fresh: number;
}

/**
 * Lets a server find that all tags but the new ones are mirrored, in a lab of its own, pushes those, and lets six hours go by: the default
 * schedule. Throws where the tags are not all at the destination in the end.
 */
export async function runServer(
  { tags, fresh }: Load,
  publisher: MirrorStageOptions["publisher"],
): Promise<ScheduledRun> {
  await using lab = await Lab.start<MirrorStage>("mirror-process.ts", {
    pullLimit: ROOMY,
    publisher,
    places: "several",
  });
  const [name, indexes] = ["app", "every other"] as const;
  const before = { name, indexes, from: 0, to: tags - fresh };
  await lab.call("pushTags", before);
  await lab.call("mirrorTags", before);
  await using server = await ClockedServer.start(lab.environment);
  await lab.call("setWebhookUrl", `${server.url}/api/github/webhooks`);
  const commit = await lab.call("pushConfig", name);
  const isDone = async () => (await lab.call("conclusion", commit)) !== undefined;
  await until(isDone, FIRST_RUN, "the first run ends");
  // What comes after the last word is not what is measured.
  await server.settle();
  await sleep(1000);
  await lab.call("pushTags", { ...before, from: tags - fresh, to: tags });
  await lab.call("leap", 6 * HOURS);
  await lab.call("forget", undefined);
  const elapsed = await server.leap(6 * HOURS);
  const asked = await lab.call("asked", undefined);
  const mirrored = await lab.call("mirrored", name);
  if (mirrored !== tags) throw new Error(`${mirrored} of ${tags} tags are mirrored`);
  return { ...elapsed, asked };
}
