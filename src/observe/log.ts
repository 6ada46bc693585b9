import { destination, type Logger, pino, stdTimeFunctions } from "pino";
import { prettyFactory } from "pino-pretty";
import { describeError } from "./describe-error.ts";
import { logContext } from "./log-context.ts";
import { createRedact, type Redact } from "./redact.ts";

/** Where lines go. */
export interface LogDestination {
  write(line: string): unknown;
}

/** What a log is made of. */
export interface LogOptions {
  readonly level: string;
  /** For people at a terminal, in place of JSON lines. */
  readonly pretty?: boolean;
  /** Takes secrets out of every line; by default those with a known shape. */
  readonly redact?: Redact;
  readonly destination?: LogDestination;
}

/** A pino logger; Probot wants a whole one. */
export type Log = Logger;

/**
 * A log. Every line goes through `redact` in full, whatever it was made of: message, bindings, errors. Payloads, bodies and
 * headers are left out by name before that. Lines carry what `inLogContext` says. Written at once, so that none is
 * lost when the process ends.
 */
export function createLog({ level, redact = createRedact(), ...options }: LogOptions): Log {
  const end = options.destination ?? openStdout();
  const render = options.pretty
    ? prettyFactory({ colorize: true, singleLine: true, ignore: "name", translateTime: "HH:MM:ss" })
    : (line: string) => line;
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: logContext,
      serializers: SERIALIZERS,
    },
    { write: (line) => void end.write(render(redact(line))) },
  );
}

const leftOut = () => "[left out]";

const SERIALIZERS = {
  err: describeError,
  error: describeError,
  event: (event: unknown) => (typeof event === "object" ? leftOut() : event),
  payload: leftOut,
  body: leftOut,
  rawBody: leftOut,
  headers: leftOut,
  req: methodAndUrl,
  request: methodAndUrl,
  res: leftOut,
  response: leftOut,
};

function methodAndUrl(request: unknown): unknown {
  if (typeof request !== "object" || request === null) return request;
  return `${Reflect.get(request, "method")} ${Reflect.get(request, "url")}`;
}

function openStdout(): LogDestination {
  const stdout = destination({ dest: 1, sync: true });
  // Nobody reads any longer; the work goes on.
  stdout.on("error", () => {});
  return stdout;
}
