import { existsSync } from "node:fs";
import { join } from "node:path";
import { isCurrentWorkflow, WORKFLOW_PATH, workflowText } from "../workflow/workflow-file.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { EXAMPLE_CONFIG } from "./init/example-config.ts";
import { writeNewFile } from "./init/write-new-file.ts";
import type { InitRequest } from "./request.ts";

const CONFIG_PATH = ".github/mirror.yml";
/** The other name under which the App finds a config. */
const OTHER_CONFIG_PATH = ".github/mirror.yaml";

/**
 * Writes what a repository needs for the App, a config to begin with and the workflow, below `folder`. What is there already is left
 * alone; where that is an old workflow, says what is to be changed in it, and fails. Throws `UsageError`.
 */
export async function runInit(
  { action }: InitRequest,
  { stdout, stderr }: Pick<CommandLine, "stdout" | "stderr">,
  folder = ".",
): Promise<ExitCode> {
  const hasConfig =
    existsSync(join(folder, OTHER_CONFIG_PATH)) ||
    (await writeNewFile(join(folder, CONFIG_PATH), EXAMPLE_CONFIG)) !== undefined;
  stdout.write(hasConfig ? "The config is there already\n" : `Wrote ${CONFIG_PATH}\n`);

  const text = workflowText(action);
  const found = await writeNewFile(join(folder, WORKFLOW_PATH), text);
  if (found !== undefined && !isCurrentWorkflow(found)) {
    const { difference } = await import("./init/difference.ts");
    stdout.write(`${difference(WORKFLOW_PATH, found, text).join("\n")}\n`);
    stderr.write(
      `ghcr-mirror: ${WORKFLOW_PATH} is not of this version; change it as shown (what you have changed in it yourself may stay), or delete it and run init again\n`,
    );
    return ExitCode.failed;
  }
  stdout.write(
    found === undefined ? `Wrote ${WORKFLOW_PATH}\n` : "The workflow is there already, and current\n",
  );
  stdout.write(
    `Next: ${hasConfig ? "" : `name your images in ${CONFIG_PATH}, `}commit both files, and merge them into the default branch\n`,
  );
  return ExitCode.ok;
}
