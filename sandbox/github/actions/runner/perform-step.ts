import type { Contexts } from "../evaluate.ts";
import type { StepTemplate } from "../step-template.ts";
import { type Frame, type JobScene, statusOf } from "./job-scene.ts";
import type { LocatedAction } from "./locate-action.ts";
import { performScript } from "./perform-script.ts";
import { runSteps } from "./run-steps.ts";
import { textEntries } from "./text-entries.ts";

/** What a step has around it, worked out. */
export interface StepScene {
  readonly env: Readonly<Record<string, string>>;
  readonly contexts: Contexts;
  readonly signal: AbortSignal;
}

/** What came of a step. What was wrong is told in the log already. */
export interface Performed {
  readonly isSuccess: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Does what a step says: runs its script, or its action. Throws what is to be told, and is the step's failure. */
export async function performStep(step: StepTemplate, at: StepScene, scene: JobScene): Promise<Performed> {
  if (step.uses === undefined) return performScript(step, at, scene);
  const action = scene.actions.get(step.uses);
  if (!action) throw new Error(`Unable to resolve action \`${step.uses}\``);
  const given = Object.entries(textEntries(step.with, at.contexts));
  const inputs = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
  const shown = given.map(([name, value]) => `  ${name}: ${value}\n`).join("");
  scene.log.write(`##[group]Run ${step.uses}\nwith:\n${shown}##[endgroup]`);
  if (action.kind === "composite") return performComposite(action, inputs, at, scene);
  const { log, folders, job } = scene;
  const outputs = await action.play({ inputs, log, run: job.run, folder: folders.workspace });
  return { isSuccess: true, outputs };
}

async function performComposite(
  action: LocatedAction & { readonly kind: "composite" },
  given: Readonly<Record<string, string>>,
  { env, contexts, signal }: StepScene,
  scene: JobScene,
): Promise<Performed> {
  const { file, folder, repository, ref } = action;
  const known = Object.keys(file.inputs).map((name) => name.toLowerCase());
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    scene.log.write(
      `##[warning]Unexpected input(s) '${unknown.join("', '")}', valid inputs are ['${known.join("', '")}']`,
    );
  }
  const { github, runner, matrix, strategy } = contexts;
  const own = { action_path: folder, action_repository: repository, action_ref: ref };
  const inputs = { ...textEntries(file.inputs, contexts), ...given };
  const frame: Frame = {
    // Secrets are no matter of actions: they get them as inputs.
    contexts: { github: { ...asObject(github), ...own }, inputs, runner, matrix, strategy },
    env,
    steps: {},
    status: "success",
    signal,
  };
  await runSteps(file.steps, frame, scene);
  const outputs = textEntries(file.outputs, { ...frame.contexts, steps: frame.steps, env });
  return { isSuccess: statusOf(frame) === "success", outputs };
}

const asObject = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});
