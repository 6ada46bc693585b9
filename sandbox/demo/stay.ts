import { setTimeout as sleep } from "node:timers/promises";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";

/** Milliseconds between looks whether the App still runs. */
const LOOK = 500;

/** Says how to look around, and leaves everything running until `signal` fires. Throws `AssertionError` where the App ends. */
export async function stay(
  { github, hub, ghcr, app, repository }: Scene,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<never> {
  const tags = hub.store
    .repositories()
    .flatMap((name) => hub.store.tags(name).map((tag) => `docker.io/${name}:${tag}`));
  narrator.heading("Now it is yours");
  narrator.say(
    `  the repository   ${repository.htmlUrl}`,
    `  push a config    ${repository.htmlUrl}/edit`,
    `  talk to the bot  ${repository.htmlUrl}/issues`,
    `  its workflow     ${repository.htmlUrl}/actions`,
    `  the App          ${app.url}/healthz`,
    `  its log          ${app.logFile}`,
    `  GitHub's API     ${github.url}`,
    `  docker.io        ${hub.url}`,
    `  ghcr.io          ${ghcr.url}`,
    "",
    "Change the config in the browser and push it: a moment later its commit has a check run, whose page follows",
    "what the bot does, and leads to the run of the workflow that copies: its log, and buttons to cancel it or run",
    "it again. Proposed in a pull request instead, it shows what it would do before it does it. There is to mirror:",
    "",
    ...tags.map((tag) => `  ${tag}`),
    "",
    "Ctrl-C ends everything and leaves nothing behind.",
  );
  for (;;) {
    await sleep(LOOK, undefined, { signal });
    app.requireRunning();
    // Days may pass, and nobody counts any more.
    for (const registry of [hub, ghcr]) registry.resetRequests();
  }
}
