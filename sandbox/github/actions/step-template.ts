import type { Template, TemplateMap } from "./template.ts";

/** A step as it is written in a workflow file or in a composite action. */
export interface StepTemplate {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly if: string | undefined;
  /** Either this or `run`. */
  readonly uses: string | undefined;
  readonly run: string | undefined;
  readonly with: TemplateMap;
  readonly env: TemplateMap;
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
  readonly continueOnError: Template;
  readonly timeoutMinutes: Template;
}

/** A step as YAML holds it, once GitHub's parser has found nothing wrong with it. */
export interface RawStep {
  readonly id?: string;
  readonly name?: Template;
  readonly if?: Template;
  readonly uses?: string;
  readonly run?: Template;
  readonly with?: TemplateMap | null;
  readonly env?: TemplateMap | null;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: Template;
  readonly "timeout-minutes"?: Template;
}

export function readStep(raw: RawStep): StepTemplate {
  return {
    id: raw.id,
    name: textOf(raw.name),
    if: textOf(raw.if),
    uses: raw.uses,
    run: textOf(raw.run),
    with: raw.with ?? {},
    env: raw.env ?? {},
    shell: raw.shell,
    workingDirectory: raw["working-directory"],
    continueOnError: raw["continue-on-error"] ?? false,
    timeoutMinutes: raw["timeout-minutes"] ?? null,
  };
}

/** A scalar as text, as YAML's numbers and booleans are where GitHub wants text. */
export function textOf(value: Template | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
