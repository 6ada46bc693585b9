import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { measureCommand } from "../../measure/measure-command.ts";
import type { Way } from "../../tool.ts";
import type { Elapsed } from "../clocked/clocked-app.ts";
import { Lab } from "../lab.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { MirrorStage } from "./mirror-stage.ts";
import type { Load, ScheduledRun } from "./run-server.ts";
import { type Errand, surroundingsOf, WAYS } from "./tools.ts";

const ROOMY = 1_000_000;
const TIMEOUT_SECONDS = 900;

/** What a tool did, or why it has no result. */
export interface ToolRun {
  readonly tool: string;
  readonly run: ScheduledRun | string;
}

/** Runs each tool once where all tags but the new ones are mirrored, in repositories of its own. What is not on `PATH` is left out. */
export async function runTools({ tags, fresh }: Load): Promise<readonly ToolRun[]> {
  await using lab = await Lab.start<MirrorStage>("mirror-process.ts", {
    pullLimit: ROOMY,
    publisher: "app",
    places: "one",
  });
  const directory = temporaryFolder();
  const hosts = hostsOf(lab.environment["REGISTRY_ENDPOINTS"] ?? "");
  const runs: ToolRun[] = [];
  for (const [at, wayOf] of WAYS.entries()) {
    const errand = { name: `app${at}`, hosts, directory };
    const way = wayOf(errand);
    if (!isThere(way)) continue;
    const all = { name: errand.name, indexes: "every other", from: 0, to: tags } as const;
    await lab.call("pushTags", all);
    await lab.call("mirrorTags", { ...all, to: tags - fresh });
    await lab.call("forget", undefined);
    const elapsed = await run(way, errand).catch((error: Error) => error.message);
    const asked = await lab.call("asked", undefined);
    const mirrored = await lab.call("mirrored", errand.name);
    const fault = mirrored === tags ? undefined : `${mirrored} of ${tags} tags are mirrored`;
    const outcome = typeof elapsed === "string" ? elapsed : (fault ?? { ...elapsed, asked });
    runs.push({ tool: way.label, run: outcome });
  }
  return runs;
}

async function run(way: Way, errand: Errand): Promise<Elapsed> {
  const { directory } = errand;
  const { files, variables } = surroundingsOf(errand);
  for (const [name, text] of Object.entries({ ...files, ...way.files })) {
    await writeFile(join(directory, name), text);
  }
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const { seconds, cpuSeconds } = await measureCommand(["env", ...settings, ...way.command], {
    directory,
    gnuTime: spawnSync("time", ["--version"]).error === undefined,
    timeoutSeconds: TIMEOUT_SECONDS,
    signal: new AbortController().signal,
  });
  return { wall: seconds * 1000, cpu: (cpuSeconds ?? Number.NaN) * 1000 };
}

function isThere({ command: [program = ""] }: Way): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

/** Where they answer, by a list of them under their usual names. */
function hostsOf(endpoints: string): Errand["hosts"] {
  const known = new Map(endpoints.split(",").map((endpoint) => endpoint.split("=", 2) as [string, string]));
  const hostOf = (name: string) => new URL(known.get(name) ?? "").host;
  return { source: hostOf("docker.io"), api: hostOf("hub.docker.com"), destination: hostOf("ghcr.io") };
}
