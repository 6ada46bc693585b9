import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseFileCommand } from "./file-command.ts";
import { messageOf } from "./message-of.ts";

/** GitHub takes no more than this as the summary of a step. */
const SUMMARY_LIMIT = 1024 * 1024;

/** The files by which one step talks to the runner: `$GITHUB_OUTPUT` and its like. */
export interface StepFiles {
  /** Their paths, as the step is told. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the step has written to them. Throws, in the runner's words, where that has not the right form. */
  read(): Promise<StepNews>;
}

/** What a step leaves to the following ones. */
export interface StepNews {
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders in which programs are searched first. */
  readonly paths: readonly string[];
  /** Markdown; empty where there is more than GitHub takes. */
  readonly summary: string;
}

/** Makes new ones, empty, in a folder. */
export async function openStepFiles(folder: string): Promise<StepFiles> {
  await mkdir(folder, { recursive: true });
  const id = randomUUID();
  const make = async (name: string) => {
    const path = join(folder, `${name}_${id}`);
    await writeFile(path, "");
    return path;
  };
  const [output, env, path, summary, state] = (await Promise.all(
    ["set_output", "set_env", "add_path", "step_summary", "save_state"].map(make),
  )) as [string, string, string, string, string];
  return {
    variables: {
      GITHUB_OUTPUT: output,
      GITHUB_ENV: env,
      GITHUB_PATH: path,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_STATE: state,
    },
    read: async () => ({
      outputs: await readCommand("output", output),
      environment: await readCommand("env", env),
      paths: (await readFile(path, "utf8"))
        .split("\n")
        .filter((line) => line !== "")
        .reverse(),
      summary: await readSummary(summary),
    }),
  };
}

async function readCommand(name: string, path: string): Promise<Readonly<Record<string, string>>> {
  try {
    return Object.fromEntries(parseFileCommand(await readFile(path, "utf8")));
  } catch (error) {
    throw new Error(`Unable to process file command '${name}' successfully.\n${messageOf(error)}`);
  }
}

async function readSummary(path: string): Promise<string> {
  const bytes = await readFile(path);
  return bytes.length > SUMMARY_LIMIT ? "" : bytes.toString("utf8");
}
