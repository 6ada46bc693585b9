import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatDuration } from "../../src/text/format-duration.ts";
import { Conversation } from "./conversation.ts";
import { FirstMirroring } from "./first-mirroring.ts";
import { lookBack } from "./look-back.ts";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";
import { PULL_LIMIT } from "./stock.ts";
import { Storyteller, type Telling } from "./storyteller.ts";

/** To GitHub, for one answer of the App. */
const MOST_REQUESTS = 40;

const EXAMPLE = join(import.meta.dirname, "../../examples/mirror.yml");

/** Tells the story to its end. Throws `AssertionError` where it does not go as it should. */
export async function tellStory(scene: Scene, telling: Telling): Promise<void> {
  const teller = new Storyteller(scene, telling);
  const { narrator } = telling;
  introduce(scene, narrator);
  const example = (await readFile(EXAMPLE, "utf8")).replace(/^#.*\n/, "");
  const config = await new FirstMirroring(teller).tell(example);
  await new Conversation(teller).tell(config);
  teller.found(await lookBack(scene));
  const { requests } = teller;
  assert(Math.max(...requests) < MOST_REQUESTS, `an answer took ${Math.max(...requests)} requests`);
  narrator.found(`requests of the App to GitHub for each of its answers: ${requests.join(", ")}`);
}

function introduce({ github, hub, ghcr, app, startTime, repository }: Scene, narrator: Narrator): void {
  const tags = hub.store.repositories().flatMap((name) => hub.store.tags(name));
  narrator.heading("A GitHub, a Docker Hub and a GHCR on this machine stand in for the real ones");
  narrator.say(
    `  GitHub      ${hostOf(github.url)}  ${repository.fullName}, with the App installed; runs workflows for real`,
    `  docker.io   ${hub.host}  ${tags.length} tags, ${PULL_LIMIT} pulls per six hours`,
    `  ghcr.io     ${ghcr.host}  takes no token of an App, as the real one; holds a package pushed by hand`,
    `  ghcr-mirror ${hostOf(app.url)}  npm start, with a new database: ready after ${formatDuration(startTime)}`,
  );
}

const hostOf = (url: string) => new URL(url).host;
