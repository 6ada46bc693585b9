import { parse } from "yaml";
import { workflowProblems } from "./github-parser.ts";
import { InvalidFile } from "./invalid-file.ts";
import { type RawStep, readStep, type StepTemplate, textOf } from "./step-template.ts";
import type { Template, TemplateMap } from "./template.ts";

/** A workflow file. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
export interface WorkflowFile {
  readonly name: string | undefined;
  readonly runName: string | undefined;
  /** Undefined where the workflow cannot be dispatched. */
  readonly dispatch: { readonly inputs: readonly WorkflowInput[] } | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly permissions: Permissions | undefined;
  readonly env: TemplateMap;
  /** As they are written. */
  readonly jobs: readonly JobTemplate[];
}

/** An input of `on.workflow_dispatch`. */
export interface WorkflowInput {
  readonly name: string;
  readonly required: boolean;
  readonly default: string | number | boolean | undefined;
  readonly type: "string" | "number" | "boolean" | "choice" | "environment";
  /** What a `choice` may be. */
  readonly options: readonly string[];
}

/** One at a time. */
export interface Concurrency {
  readonly group: string;
  /** `true`, `false` or an expression. */
  readonly cancelInProgress: Template;
}

/** What a job's token may do: `read-all`, `write-all`, or by name, where what is not named is none. */
export type Permissions = "read-all" | "write-all" | Readonly<Record<string, "read" | "write" | "none">>;

/** A job as it is written. */
export interface JobTemplate {
  readonly id: string;
  readonly name: string | undefined;
  readonly needs: readonly string[];
  readonly if: string | undefined;
  readonly runsOn: Template;
  readonly timeoutMinutes: Template;
  readonly strategy: Strategy | undefined;
  readonly permissions: Permissions | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly env: TemplateMap;
  readonly outputs: TemplateMap;
  readonly steps: readonly StepTemplate[];
}

/** How a job is multiplied. */
export interface Strategy {
  /** Lists by name, with `include` and `exclude`; or an expression. */
  readonly matrix: Template;
  readonly failFast: Template;
  readonly maxParallel: Template;
}

/** Reads the text of a workflow file. Throws {@link InvalidFile} where GitHub's own parser finds something wrong. */
export function readWorkflow(text: string): WorkflowFile {
  const problems = workflowProblems(text);
  if (problems.length > 0) throw new InvalidFile("workflow file", problems);
  // The parser has checked the shape; it keeps expressions in a form that loses how they were written.
  const raw: RawWorkflow = parse(text);
  return {
    name: textOf(raw.name),
    runName: textOf(raw["run-name"]),
    dispatch: readDispatch(raw.on),
    concurrency: readConcurrency(raw.concurrency),
    permissions: raw.permissions,
    env: raw.env ?? {},
    jobs: Object.entries(raw.jobs).map(([id, job]) => readJob(id, job)),
  };
}

function readDispatch(on: RawWorkflow["on"]): WorkflowFile["dispatch"] {
  const events = typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on);
  if (!events.includes("workflow_dispatch")) return undefined;
  const inputs = typeof on === "string" || isList(on) ? {} : (on["workflow_dispatch"]?.inputs ?? {});
  return { inputs: Object.entries(inputs).map(([name, input]) => readInput(name, input ?? {})) };
}

function readInput(name: string, raw: RawInput): WorkflowInput {
  const { required = false, type = "string", options = [] } = raw;
  return { name, required, default: raw.default, type, options: options.map(String) };
}

function readConcurrency(raw: RawConcurrency | undefined): Concurrency | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === "string") return { group: raw, cancelInProgress: false };
  return { group: raw.group, cancelInProgress: raw["cancel-in-progress"] ?? false };
}

function readJob(id: string, raw: RawJob): JobTemplate {
  const { needs = [], strategy } = raw;
  return {
    id,
    name: textOf(raw.name),
    needs: typeof needs === "string" ? [needs] : needs,
    if: textOf(raw.if),
    runsOn: raw["runs-on"] ?? null,
    timeoutMinutes: raw["timeout-minutes"] ?? 360,
    strategy: strategy && {
      matrix: strategy.matrix ?? {},
      failFast: strategy["fail-fast"] ?? true,
      maxParallel: strategy["max-parallel"] ?? null,
    },
    permissions: raw.permissions,
    concurrency: readConcurrency(raw.concurrency),
    env: raw.env ?? {},
    outputs: raw.outputs ?? {},
    steps: (raw.steps ?? []).map(readStep),
  };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

interface RawWorkflow {
  readonly name?: Template;
  readonly "run-name"?: Template;
  readonly on: string | readonly string[] | Readonly<Record<string, RawEvent | null>>;
  readonly concurrency?: RawConcurrency;
  readonly permissions?: Permissions;
  readonly env?: TemplateMap | null;
  readonly jobs: Readonly<Record<string, RawJob>>;
}

interface RawEvent {
  readonly inputs?: Readonly<Record<string, RawInput | null>> | null;
}

type RawInput = Partial<Omit<WorkflowInput, "name">>;

type RawConcurrency = string | { readonly group: string; readonly "cancel-in-progress"?: Template };

interface RawJob {
  readonly name?: Template;
  readonly needs?: string | readonly string[];
  readonly if?: Template;
  readonly "runs-on"?: Template;
  readonly "timeout-minutes"?: Template;
  readonly strategy?: {
    readonly matrix?: Template;
    readonly "fail-fast"?: Template;
    readonly "max-parallel"?: Template;
  };
  readonly permissions?: Permissions;
  readonly concurrency?: RawConcurrency;
  readonly env?: TemplateMap | null;
  readonly outputs?: TemplateMap | null;
  readonly steps?: readonly RawStep[];
}
