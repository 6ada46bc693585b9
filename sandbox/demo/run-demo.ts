import { AssertionError } from "node:assert/strict";
import { ExitCode } from "../../src/cli/exit-code.ts";
import type { Output } from "../../src/cli/output.ts";
import { styleFor } from "../../src/cli/render/style.ts";
import { readEnvironment } from "../../src/env.ts";
import { dockerHubManners } from "../registry/docker-hub-manners.ts";
import { ghcrManners } from "../registry/ghcr-manners.ts";
import { startRegistry } from "../registry/start-registry.ts";
import { stockDockerHub } from "./docker-hub-images.ts";
import { narrate } from "./narrator.ts";
import { PULL_LIMIT, tellStory } from "./story.ts";

/** Where the demo is given. */
export interface Stage {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when it is to end early. */
  readonly signal: AbortSignal;
  /** What the environment says about the terminal; nothing else of it has a part in the demo. */
  readonly variables: Readonly<Partial<Record<"TERM" | "NO_COLOR" | "FORCE_COLOR", string | undefined>>>;
  /** The pulls that Docker Hub grants, where the story is to go wrong. */
  readonly pullLimit?: number;
}

const TOKEN = "ghp_of_the_demo";

/**
 * Gives the demo and resolves to its exit code: 0 when all was as told, 1 when something was not, 130 when it was
 * interrupted. Leaves nothing behind.
 */
export async function runDemo(stage: Stage): Promise<ExitCode> {
  const { stdout, stderr, signal, variables, pullLimit = PULL_LIMIT } = stage;
  const auth = { kind: "token", users: { acme: TOKEN } } as const;
  await using hub = await startRegistry({ manners: dockerHubManners({ limit: pullLimit }) });
  await using ghcr = await startRegistry({ manners: ghcrManners(), auth });
  stockDockerHub(hub.store);
  const env = readEnvironment({
    ...variables,
    REGISTRY_ENDPOINTS: `docker.io=${hub.url},ghcr.io=${ghcr.url}`,
    GHCR_TOKEN: TOKEN,
    // Nobody's own logins are read, let alone used.
    DOCKER_CONFIG: import.meta.dirname,
  });
  const style = styleFor(stdout, env.color);
  try {
    await tellStory({ hub, ghcr, env, narrator: narrate(stdout, style), stdout, stderr, signal });
    return ExitCode.ok;
  } catch (error) {
    if (signal.aborted) return ExitCode.interrupted;
    if (!(error instanceof AssertionError)) throw error;
    stderr.write(`\n${styleFor(stderr, env.color)("bad", "✗")} This is not as told: ${error.message}\n`);
    return ExitCode.failed;
  }
}
