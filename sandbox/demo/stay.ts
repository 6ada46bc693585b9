import { setTimeout as sleep } from "node:timers/promises";
import type { Narrator } from "./narrator.ts";
import type { Scene } from "./open-scene.ts";

/** Milliseconds between looks whether the App still runs. */
const LOOK = 500;

/** Says how to look around, and leaves everything running until `signal` fires. Throws `AssertionError` where the App ends. */
export async function stay(
  { github, hub, ghcr, app, repository, maintainer, stranger }: Scene,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<never> {
  const tags = hub.store
    .repositories()
    .flatMap((name) => hub.store.tags(name).map((tag) => `docker.io/${name}:${tag}`));
  narrator.heading("Now it is yours");
  narrator.say(
    `  the repository   ${repository.htmlUrl}`,
    `  change a config  ${repository.htmlUrl}/edit`,
    `  talk to the bot  ${repository.htmlUrl}/issues`,
    `  its workflow     ${repository.htmlUrl}/actions`,
    `  the App          ${app.url}/healthz`,
    `  its log          ${app.logFile}`,
    `  GitHub's API     ${github.url}`,
    `  docker.io        ${hub.url}`,
    `  ghcr.io          ${ghcr.url}`,
    "",
    `Beside each button you choose who you are: ${repository.creator.login} administers the repository, ${maintainer.login} maintains it,`,
    `${stranger.login} may read it, and proposes changes from a fork. To try:`,
    "",
    "  - Push a changed config: its commit has a check run, whose page follows what the bot does, and leads to",
    "    the run of the workflow that copies: its log, and buttons to cancel it or run it again.",
    "  - Propose a change of it in a pull request: the bot says what it would do. Press “Plan again” or “Sync now”",
    "    on its check run, or comment /mirror help, /mirror status, /mirror sync, /mirror verify, /mirror doctor.",
    "  - Have the bot propose it: comment /mirror add with images on any issue.",
    "  - Give the config a dashboard, with the lines “report:” and “  issue: dashboard”, and tick its boxes.",
    "",
    "There is to mirror:",
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
