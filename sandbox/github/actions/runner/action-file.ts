import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { actionProblems } from "../github-parser.ts";
import { InvalidFile } from "../invalid-file.ts";
import { type RawStep, readStep, type StepTemplate } from "../step-template.ts";
import type { Template, TemplateMap } from "../template.ts";

/** A composite action. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
export interface ActionFile {
  readonly name: string;
  /** Defaults by name; where there is none, empty. */
  readonly inputs: TemplateMap;
  readonly outputs: TemplateMap;
  readonly steps: readonly StepTemplate[];
}

/** Reads the `action.yml` of a folder. Throws {@link InvalidFile}, also for actions of other kinds, which run nowhere here. */
export async function readAction(folder: string): Promise<ActionFile> {
  const text = await readText(folder);
  const problems = actionProblems(text);
  if (problems.length > 0) throw new InvalidFile("action file", problems);
  // The parser has checked the shape.
  const raw: RawAction = parse(text);
  if (raw.runs.using !== "composite") {
    throw new InvalidFile("action file", [`this runner knows composite actions only, not ${raw.runs.using}`]);
  }
  return {
    name: raw.name,
    inputs: mapValues(raw.inputs, (input) => input?.default ?? ""),
    outputs: mapValues(raw.outputs, (output) => output?.value ?? ""),
    steps: (raw.runs.steps ?? []).map(readStep),
  };
}

async function readText(folder: string): Promise<string> {
  for (const name of ["action.yml", "action.yaml"]) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${folder}'.`);
}

function mapValues<From>(
  from: Readonly<Record<string, From>> | null | undefined,
  value: (from: From) => Template,
): TemplateMap {
  return Object.fromEntries(Object.entries(from ?? {}).map(([name, it]) => [name, value(it)]));
}

interface RawAction {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, { readonly default?: Template } | null>> | null;
  readonly outputs?: Readonly<Record<string, { readonly value?: Template } | null>> | null;
  readonly runs: { readonly using: string; readonly steps?: readonly RawStep[] };
}
