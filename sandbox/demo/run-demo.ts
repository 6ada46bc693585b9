import { AssertionError } from "node:assert/strict";
import { ExitCode } from "../../src/cli/exit-code.ts";
import type { Output } from "../../src/cli/output.ts";
import { styleFor } from "../../src/cli/render/style.ts";
import { readEnvironment } from "../../src/env.ts";
import { narrate } from "./narrator.ts";
import { openScene } from "./open-scene.ts";
import { stay } from "./stay.ts";
import { PULL_LIMIT } from "./stock.ts";
import { tellStory } from "./story.ts";

/** Where the demo is given. */
export interface Stage {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when it is to end early. */
  readonly signal: AbortSignal;
  /** What the environment says about the terminal; nothing else of it has a part in the demo. */
  readonly variables: Readonly<Partial<Record<"TERM" | "NO_COLOR" | "FORCE_COLOR", string | undefined>>>;
  /** Whether everything stays when the story is told, until `signal` fires. */
  readonly ending: "leave" | "stay";
  /** The pulls that Docker Hub grants, where the story is to go wrong. */
  readonly pullLimit?: number;
}

/**
 * Gives the demo and resolves to its exit code: 0 when all was as told, also where it stayed and was stopped then; 1 when
 * something was not; 130 when it was interrupted. Leaves nothing behind.
 */
export async function runDemo(stage: Stage): Promise<ExitCode> {
  const { stdout, stderr, signal, variables, ending, pullLimit = PULL_LIMIT } = stage;
  const { color } = readEnvironment(variables);
  const narrator = narrate(stdout, styleFor(stdout, color));
  let isTold = false;
  try {
    await using scene = await openScene(pullLimit, signal);
    await tellStory(scene, { narrator, signal });
    isTold = true;
    if (ending === "stay") await stay(scene, narrator, signal);
    const code = await scene.app.stop();
    if (code !== 0) throw new AssertionError({ message: `the App ended with exit code ${code}` });
  } catch (error) {
    if (signal.aborted) return isTold ? ExitCode.ok : ExitCode.interrupted;
    if (!(error instanceof AssertionError)) throw error;
    stderr.write(`\n${styleFor(stderr, color)("bad", "✗")} This is not as told: ${error.message}\n`);
    return ExitCode.failed;
  }
  narrator.heading("Next");
  narrator.say(
    "  npm run demo -- --stay    the same, and then it is yours: pages to push, to propose, and to talk to the bot",
    "  npm start                 your own App: the page that registers it, then the bot",
    "  npm run -s mirror         the same engine on the command line",
  );
  return ExitCode.ok;
}
