import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobEnvironment } from "../environment/job-environment.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import { artifactName, type JobResult, RESULT_FILE, writeResult } from "../workflow/job-result.ts";
import { encodePart, type Part } from "./part.ts";

/** What a job has come to. */
export interface JobEnd {
  readonly result: JobResult;
  readonly attempt: number;
  /** What is left to further jobs. */
  readonly more: readonly Part[];
  /** What the check run will say, for the page of the workflow's run. */
  readonly output: RenderedEnd["output"];
}

/** Leaves the result where `action.yml` uploads it, the summary where GitHub shows it, and what the next steps and jobs ask for. */
export async function leaveResults(
  { folder, summaryFile, outputFile }: JobEnvironment,
  { result, attempt, more, output }: JobEnd,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, RESULT_FILE), writeResult(result));
  if (outputFile) await appendFile(outputFile, outputsOf(result.part, attempt, more));
  if (summaryFile) await appendFile(summaryFile, summaryOf(output));
}

/** No value has a line break: the name is ours, and JSON escapes those in strings. */
function outputsOf(part: number, attempt: number, more: readonly Part[]): string {
  const parts = more.length > 0 ? `more=${JSON.stringify(more.map(encodePart))}\n` : "";
  return `artifact=${artifactName(attempt, part)}\n${parts}`;
}

function summaryOf({ title, summary, text }: RenderedEnd["output"]): string {
  return `${[`## ${title}`, summary, ...(text ? [text] : [])].join("\n\n")}\n`;
}
