import { evaluate, evaluateCondition, evaluateText } from "../evaluate.ts";
import type { StepTemplate } from "../step-template.ts";
import { contextsOf, type Frame, type JobScene, type StepResult, statusOf } from "./job-scene.ts";
import { messageOf } from "./message-of.ts";
import { performStep } from "./perform-step.ts";
import { textEntries } from "./text-entries.ts";

/** How long steps may take that run although their job is cancelled, in minutes. */
const AFTERMATH = 5;

/** Hears when steps begin and end. */
export interface StepWatch {
  beginStep(name: string): void;
  endStep(conclusion: StepResult["conclusion"]): void;
}

const NOBODY: StepWatch = { beginStep: () => undefined, endStep: () => undefined };

/**
 * Runs steps one after the other, those that their conditions want, and leaves how they went in the frame. What goes wrong in a step
 * is told in the log and is the step's failure.
 */
export async function runSteps(
  steps: readonly StepTemplate[],
  frame: Frame,
  scene: JobScene,
  watch: StepWatch = NOBODY,
): Promise<void> {
  for (const step of steps) {
    watch.beginStep(nameOf(step, frame));
    const result = await runStep(step, frame, scene);
    watch.endStep(result.conclusion);
    if (step.id !== undefined) frame.steps[step.id] = result;
    if (result.conclusion === "failure") frame.status = "failure";
  }
}

async function runStep(step: StepTemplate, frame: Frame, scene: JobScene): Promise<StepResult> {
  const inherited = { ...frame.env, ...scene.exported };
  let canContinue = false;
  try {
    const isWanted = evaluateCondition(step.if, contextsOf(frame, inherited), statusOf(frame));
    if (!isWanted) return { outcome: "skipped", conclusion: "skipped", outputs: {} };
    const env = { ...inherited, ...textEntries(step.env, contextsOf(frame, inherited)) };
    const contexts = contextsOf(frame, env);
    canContinue = evaluate(step.continueOnError, contexts) === true;
    const minutes = Number(evaluate(step.timeoutMinutes, contexts)) || undefined;
    const { minute } = scene.machine;
    const ending = frame.signal.aborted ? AbortSignal.timeout(AFTERMATH * minute) : frame.signal;
    const limit = minutes === undefined ? undefined : AbortSignal.timeout(minutes * minute);
    const signal = limit ? AbortSignal.any([ending, limit]) : ending;
    const { isSuccess, outputs } = await performStep(step, { env, contexts, signal }, scene);
    if (ending.aborted) return { outcome: "cancelled", conclusion: "cancelled", outputs };
    if (limit?.aborted) {
      throw new Error(`The action '${nameOf(step, frame)}' has timed out after ${minutes} minutes.`);
    }
    const outcome = isSuccess ? "success" : "failure";
    return { outcome, conclusion: canContinue ? "success" : outcome, outputs };
  } catch (error) {
    scene.log.write(`##[error]${messageOf(error)}`);
    scene.remarks.push(scene.log.masked(messageOf(error)));
    return { outcome: "failure", conclusion: canContinue ? "success" : "failure", outputs: {} };
  }
}

/** As GitHub shows it. */
function nameOf({ name, run, uses }: StepTemplate, frame: Frame): string {
  const title = name ?? `Run ${uses ?? run?.trim().split("\n", 1)[0]}`;
  try {
    return evaluateText(title, contextsOf(frame));
  } catch {
    return title;
  }
}
