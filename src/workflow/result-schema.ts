import { RESULT_LIMITS } from "./job-result.ts";

const count = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
/** What registries say of pulls has nine digits at most, and what is stored of them has room for no more. */
const pulls = { type: "integer", minimum: 0, maximum: 999_999_999 } as const;
const text = (maxLength: number) => ({ type: "string", maxLength }) as const;
const name = (maxLength: number) => ({ type: "string", minLength: 1, maxLength }) as const;
/** References have no other characters; and what has none of them is safe to store. */
const reference = { ...name(RESULT_LIMITS.reference), pattern: "^[!-~]*$" } as const;
const digest = {
  type: "string",
  // https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests
  pattern: "^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$",
} as const;

/** An object with these properties, all of them but those that are `optional`, and no others. */
const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) =>
  ({
    type: "object",
    properties,
    required: Object.keys(properties).filter((property) => !optional.includes(property)),
    additionalProperties: false,
  }) as const;

const registry = { type: "string", pattern: "^[\\w.:[\\]-]{1,300}$" } as const;

const summary = object(
  {
    copied: count,
    updated: count,
    upToDate: count,
    blocked: count,
    failed: count,
    deferred: count,
    waiting: count,
    bytes: count,
    mountedBytes: count,
    seconds: { type: "number", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    pulls: {
      type: "object",
      maxProperties: RESULT_LIMITS.registries,
      propertyNames: registry,
      additionalProperties: count,
    },
  },
  ["deferred", "waiting"],
);

/** As `Date.toISOString` writes it. */
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" } as const;
const isSo = { const: true } as const;
const list = (maxItems: number, items: object) => ({ type: "array", maxItems, items }) as const;

const line = { type: "integer", minimum: 1, maximum: RESULT_LIMITS.line };

const image = object(
  {
    source: reference,
    destination: reference,
    action: { enum: ["copy", "update", "up-to-date", "blocked", "wait"] },
    result: { enum: ["done", "failed", "skipped", "planned", "deferred"] },
    sourceDigest: { anyOf: [digest, { type: "null" }] },
    digest: { anyOf: [digest, { type: "null" }] },
    previousDigest: { anyOf: [digest, { type: "null" }] },
    platforms: list(RESULT_LIMITS.platforms, text(RESULT_LIMITS.platform)),
    bytes: count,
    reason: text(RESULT_LIMITS.words),
    line,
    isKept: isSo,
    isVanished: isSo,
    isDrifted: isSo,
    isBelieved: isSo,
    until: time,
    pulls,
    backup: reference,
    error: object(
      {
        code: { type: "string", pattern: `^[A-Z][A-Z0-9_]{0,${RESULT_LIMITS.code - 1}}$` },
        side: { enum: ["source", "destination"] },
        message: text(RESULT_LIMITS.words),
        remedy: text(RESULT_LIMITS.words),
      },
      ["remedy"],
    ),
  },
  ["line", "isKept", "isVanished", "isDrifted", "isBelieved", "until", "pulls", "backup", "error"],
);

const unmatched = object({ source: reference, pattern: name(RESULT_LIMITS.pattern), line }, ["line"]);

const pullLimit = object(
  {
    registry,
    limit: pulls,
    remaining: pulls,
    window: pulls,
    countedBy: { enum: ["account", "address"] },
    identity: { type: "string", pattern: "^[0-9a-f]{12}$" },
  },
  ["countedBy", "identity"],
);

const selection = object(
  {
    source: reference,
    line,
    available: count,
    selected: count,
    left: list(
      RESULT_LIMITS.reasons,
      object({
        why: text(RESULT_LIMITS.why),
        count,
        examples: list(RESULT_LIMITS.examples, text(RESULT_LIMITS.tag)),
      }),
    ),
  },
  ["line"],
);

const departed = object(
  {
    source: reference,
    destination: reference,
    digest,
    line,
    deleteAfter: count,
    isBackup: isSo,
    why: text(RESULT_LIMITS.why),
  },
  ["line", "deleteAfter", "isBackup"],
);

const removal = object(
  {
    destination: reference,
    digest,
    result: { enum: ["deleted", "kept", "failed"] },
    why: text(RESULT_LIMITS.words),
  },
  ["why"],
);

/** `JobResult` as a JSON Schema. What is not said here is none of it; what an older action did not leave need not be there. */
export const resultSchema = object({
  version: { const: 1 },
  run: name(100),
  part: { type: "integer", minimum: 0, maximum: RESULT_LIMITS.parts - 1 },
  parts: { type: "integer", minimum: 1, maximum: RESULT_LIMITS.parts },
  report: object(
    {
      summary,
      images: list(RESULT_LIMITS.images, image),
      unmatched: list(RESULT_LIMITS.unmatched, unmatched),
      pullLimits: list(RESULT_LIMITS.registries, pullLimit),
      departed: list(RESULT_LIMITS.departed, departed),
      selections: list(RESULT_LIMITS.selections, selection),
      removals: list(RESULT_LIMITS.removals, removal),
    },
    ["departed", "selections", "removals"],
  ),
});
