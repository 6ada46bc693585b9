import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { evaluateText } from "../evaluate.ts";
import type { StepTemplate } from "../step-template.ts";
import type { JobScene } from "./job-scene.ts";
import { OutputReader } from "./output-reader.ts";
import type { Performed, StepScene } from "./perform-step.ts";
import { runScript } from "./run-script.ts";
import { openStepFiles, type StepFiles } from "./step-files.ts";
import { stepVariables } from "./step-variables.ts";

/** How the shells are called that the sandbox has. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const SHELLS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "": ["bash", "-e"],
  bash: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
  sh: ["sh", "-e"],
};

/** Runs the script of a step in a process. */
export async function performScript(step: StepTemplate, at: StepScene, scene: JobScene): Promise<Performed> {
  const { folders, log, remarks, machine } = scene;
  const { contexts, env, signal } = at;
  const text = evaluateText(step.run ?? "", contexts);
  const shell = SHELLS[step.shell ?? ""];
  if (!shell) throw new Error(`this runner has no shell \`${step.shell}\``);
  const path = join(folders.temp, `${randomUUID()}.sh`);
  await writeFile(path, text);
  const files = await openStepFiles(join(folders.temp, "_runner_file_commands"));
  log.write(`##[group]Run ${text.trimEnd()}\n##[endgroup]`);

  const reader = new OutputReader(log, (remark) => remarks.push(remark));
  const script = {
    command: [...shell, path] as const,
    folder: resolve(folders.workspace, evaluateText(step.workingDirectory ?? "", contexts)),
    environment: { ...stepVariables(contexts, env, scene), ...files.variables },
  };
  const code = await runScript(script, (line) => reader.line(line), { signal, patience: machine.patience });
  const outputs = await takeNews(files, scene);
  if (signal.aborted) {
    log.write("##[error]The operation was canceled.");
    return { isSuccess: false, outputs };
  }
  if (code === 0) return { isSuccess: true, outputs };
  const failure = `Process completed with exit code ${code}.`;
  log.write(`##[error]${failure}`);
  remarks.push(failure);
  return { isSuccess: false, outputs };
}

/** Passes on what a step has left, and returns its outputs. */
async function takeNews(files: StepFiles, scene: JobScene): Promise<Performed["outputs"]> {
  const { outputs, environment, paths, summary } = await files.read();
  Object.assign(scene.exported, environment);
  scene.paths.unshift(...paths);
  scene.job.summary += scene.log.masked(summary);
  return outputs;
}
