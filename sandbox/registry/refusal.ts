import { jsonReply, type Reply, type ReplyHeaders } from "./reply.ts";

/** One entry of the `errors` list of a refusal. OCI distribution-spec, "Error Codes". */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly detail?: unknown;
}

/** Status and words per error code, as docker-registry 2.8.2 sends them. */
const WORDS = {
  BLOB_UNKNOWN: [404, "blob unknown to registry"],
  BLOB_UPLOAD_INVALID: [404, "blob upload invalid"],
  BLOB_UPLOAD_UNKNOWN: [404, "blob upload unknown to registry"],
  DENIED: [403, "requested access to the resource is denied"],
  DIGEST_INVALID: [400, "provided digest did not match uploaded content"],
  MANIFEST_BLOB_UNKNOWN: [400, "blob unknown to registry"],
  MANIFEST_INVALID: [400, "manifest invalid"],
  MANIFEST_UNKNOWN: [404, "manifest unknown"],
  NAME_INVALID: [400, "invalid repository name"],
  NAME_UNKNOWN: [404, "repository name not known to registry"],
  PAGINATION_NUMBER_INVALID: [400, "invalid number of results requested"],
  RANGE_INVALID: [416, "invalid content range"],
  TOOMANYREQUESTS: [429, "too many requests"],
  UNAUTHORIZED: [401, "authentication required"],
  UNKNOWN: [500, "unknown error"],
  UNSUPPORTED: [405, "The operation is unsupported."],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof typeof WORDS;

/** What may differ from the usual words of a code. */
export interface RefusalOptions {
  readonly status?: number;
  readonly message?: string;
  readonly detail?: unknown;
  readonly headers?: ReplyHeaders;
}

/** Thrown by a handler: the request is answered with an error status and a JSON body. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(status: number, errors: readonly WireError[], headers: ReplyHeaders = {}) {
    super(`${status} ${errors.map(({ code, message }) => `${code}: ${message}`).join("; ")}`);
    this.name = "Refusal";
    this.reply = jsonReply(status, { errors }, headers);
  }
}

/** A refusal with one error, in the words of docker-registry unless `options` has others. */
export function refusal(code: RefusalCode, options: RefusalOptions = {}): Refusal {
  const { status = WORDS[code][0], headers } = options;
  return new Refusal(status, [wireError(code, options)], headers);
}

/** One error of the list, for refusals that have several. */
export function wireError(code: RefusalCode, options: RefusalOptions = {}): WireError {
  const message = options.message ?? WORDS[code][1];
  return options.detail === undefined ? { code, message } : { code, message, detail: options.detail };
}
