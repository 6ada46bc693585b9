/** An error as it is logged. */
export interface ErrorLine {
  readonly type: string;
  readonly message: string;
  readonly [property: string]: unknown;
}

const DEEPEST = 4;
const MOST_ERRORS = 5;
const LONGEST_TEXT = 4096;
/** What may be told of an error besides its message. Anything else (`event`, `request`, `response`) can hold a payload or a token. */
const HARMLESS = ["code", "status", "side", "operation", "reference", "syscall", "address", "port"];

/**
 * An error as it is logged: type, message, where it came from, its causes. What errors of Probot and Octokit carry with
 * them, payloads, headers, bodies of requests, is left out: only what is known to be harmless is taken.
 */
export function describeError(error: unknown, depth = 0): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, message: shorten(textOf(error)) };
  const line: Record<string, unknown> = {};
  for (const name of HARMLESS) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string" || typeof value === "number") line[name] = value;
  }
  const request = requestOf(error);
  if (request) line["request"] = request;
  // V8 puts the message as it first was into the stack: a parser's message quotes what it could not parse.
  const frames = (error.stack ?? "").split("\n").filter((text) => /^\s+at /.test(text));
  line["stack"] = shorten([`${error.name}: ${error.message}`, ...frames].join("\n"));
  if (depth < DEEPEST) {
    if (error instanceof AggregateError) {
      line["errors"] = error.errors.slice(0, MOST_ERRORS).map((inner) => describeError(inner, depth + 1));
    }
    if (error.cause !== undefined) line["cause"] = describeError(error.cause, depth + 1);
  }
  return { type: error.name, message: shorten(error.message), ...line };
}

/** What Octokit asked for: `GET https://api.github.com/app`. */
function requestOf(error: Error): string | undefined {
  const request: unknown = Reflect.get(error, "request");
  if (typeof request !== "object" || request === null) return undefined;
  const { method, url } = request as { readonly method?: unknown; readonly url?: unknown };
  return typeof method === "string" && typeof url === "string" ? `${method} ${url}` : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object was thrown" : String(value);
}

function shorten(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
