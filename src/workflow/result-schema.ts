import { RESULT_LIMITS } from "./job-result.ts";

const count = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
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

const summary = object({
  copied: count,
  updated: count,
  upToDate: count,
  blocked: count,
  failed: count,
  bytes: count,
  mountedBytes: count,
  seconds: { type: "number", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  pulls: {
    type: "object",
    maxProperties: RESULT_LIMITS.registries,
    propertyNames: registry,
    additionalProperties: count,
  },
});

const line = { type: "integer", minimum: 1, maximum: RESULT_LIMITS.line };

const image = object(
  {
    source: reference,
    destination: reference,
    action: { enum: ["copy", "update", "up-to-date", "blocked"] },
    result: { enum: ["done", "failed", "skipped", "planned"] },
    sourceDigest: { anyOf: [digest, { type: "null" }] },
    digest: { anyOf: [digest, { type: "null" }] },
    previousDigest: { anyOf: [digest, { type: "null" }] },
    platforms: {
      type: "array",
      maxItems: RESULT_LIMITS.platforms,
      items: text(RESULT_LIMITS.platform),
    },
    bytes: count,
    reason: text(RESULT_LIMITS.words),
    line,
    isKept: { const: true },
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
  ["line", "isKept", "error"],
);

const unmatched = object({ source: reference, pattern: name(RESULT_LIMITS.pattern), line }, ["line"]);

const pullLimit = object(
  { registry, limit: count, remaining: count, window: count, countedBy: { enum: ["account", "address"] } },
  ["countedBy"],
);

/** `JobResult` as a JSON Schema. What is not said here is none of it. */
export const resultSchema = object({
  version: { const: 1 },
  run: name(100),
  part: { type: "integer", minimum: 0, maximum: RESULT_LIMITS.parts - 1 },
  parts: { type: "integer", minimum: 1, maximum: RESULT_LIMITS.parts },
  report: object({
    summary,
    images: { type: "array", maxItems: RESULT_LIMITS.images, items: image },
    unmatched: {
      type: "array",
      maxItems: RESULT_LIMITS.unmatched,
      items: unmatched,
    },
    pullLimits: { type: "array", maxItems: RESULT_LIMITS.registries, items: pullLimit },
  }),
});
