import { Ajv, type ErrorObject } from "ajv";
import { type JobResult, RESULT_LIMITS } from "./job-result.ts";
import { resultSchema } from "./result-schema.ts";

/** What makes a result unusable: it has not the agreed form, is that of another run, or is larger than any of ours. */
export type ResultErrorCode = "MALFORMED" | "OTHER_RUN" | "TOO_LARGE";

/** What a job has left says nothing. The message says why, in one line, and shows little of what it holds. */
export class ResultError extends Error {
  override readonly name = "ResultError";
  readonly code: ResultErrorCode;

  constructor(code: ResultErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const LONGEST_WORDS = 300;

/** What the schema does not know is taken out: an action may be newer than the App that reads what it left. */
const isResult = new Ajv({ strict: true, allErrors: false, removeAdditional: true }).compile<JobResult>(
  resultSchema,
);

/** What a result must be about, or it is somebody else's. */
export interface ExpectedResult {
  /** The id of the run of ours that the workflow was begun for. */
  readonly run: string;
  /** `ghcr.io/acme`, in lower case. */
  readonly destination: string;
}

/**
 * Reads what a job has left. Whoever may write to the repository may have written it, so that its form is checked to the last
 * field; what it says may still be wrong. Throws {@link ResultError}.
 */
export function readResult(bytes: Uint8Array, { run, destination }: ExpectedResult): JobResult {
  if (bytes.length > RESULT_LIMITS.bytes) {
    throw new ResultError("TOO_LARGE", `it is larger than ${RESULT_LIMITS.bytes} bytes`);
  }
  const result = parse(bytes);
  if (!isResult(result)) throw malformed(describe(isResult.errors?.[0]));
  if (result.part >= result.parts) throw malformed(`part ${result.part} of ${result.parts} parts`);
  if (result.run !== run) throw new ResultError("OTHER_RUN", "it is the result of another run");
  const { images, removals = [] } = result.report;
  if ([...images, ...removals].some((image) => !image.destination.startsWith(`${destination}/`)))
    throw malformed(`an image is not below ${destination}`);
  if (images.some(({ until }) => until !== undefined && Number.isNaN(Date.parse(until))))
    throw malformed("an image waits for a time that there is not");
  return result;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The engine's words quote the text.
    throw malformed("no JSON in UTF-8");
  }
}

function describe({ instancePath = "", message = "" }: Partial<ErrorObject> = {}): string {
  const words = `${instancePath} ${message}`.trim();
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}

function malformed(what: string): ResultError {
  return new ResultError("MALFORMED", `it is not what a job of ours leaves: ${what}`);
}
