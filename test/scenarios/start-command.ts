import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stage, TOKEN } from "./stage.ts";

const LAUNCHER = join(import.meta.dirname, "../../bin/ghcr-mirror.js");

/** What a command ended with. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command in a process of its own. */
export interface Command extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `ghcr-mirror sync` on a config of these lines, against the registries of the stage. */
export async function startCommand(
  stage: Pick<Stage, "hub" | "ghcr">,
  mirrors: string,
  args: readonly string[] = [],
  { REGISTRY_ENDPOINTS = endpointsOf(stage), ...environment }: Readonly<Record<string, string>> = {},
): Promise<Command> {
  const folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  const file = join(folder, "mirror.yml");
  await writeFile(file, `version: 1\nmirrors:\n${mirrors}\n`);
  const argv = [LAUNCHER, "sync", file, "--owner", "acme", ...args];
  const child = spawn(process.execPath, argv, {
    env: { HOME: folder, GHCR_TOKEN: TOKEN, REGISTRY_ENDPOINTS, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = outcomeOf(child);
  return {
    process: child,
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function endpointsOf({ hub, ghcr }: Pick<Stage, "hub" | "ghcr">): string {
  return `docker.io=${hub.url},ghcr.io=${ghcr.url}`;
}

async function outcomeOf(child: ReturnType<typeof spawn>): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}
