import { ON_CHANGE, ON_DRIFT, VISIBILITY } from "./config.ts";
import { PRUNE } from "./defaults.ts";
import { LIMITS } from "./limits.ts";
import type { Schema } from "./schema.ts";

const search: Schema = {
  description: "A tag, a glob, or a mapping with one of `glob`, `regex` and `semver`.",
  type: ["string", "object"],
  oneOf: [
    { type: "string" },
    { type: "object", required: ["glob"] },
    { type: "object", required: ["regex"] },
    { type: "object", required: ["semver"] },
  ],
  properties: {
    glob: {
      description: "A glob, as it may stand without a mapping: `*`, `?`, `[0-9]`, `[!a]`.",
      type: "string",
      examples: ["1.1?.*"],
    },
    regex: {
      description: "A regular expression (RE2) that the whole tag matches.",
      type: "string",
      examples: ["^\\d+\\.\\d+$"],
    },
    semver: {
      description: "A range of versions as npm has them.",
      type: "string",
      examples: [">=1.17 <2", "^1.2", "~1.18", "1.x"],
    },
    latest: {
      description: "Only the newest so many versions of what matches, each with all its tags.",
      type: "integer",
      minimum: 1,
      maximum: LIMITS.latest,
      examples: [5],
    },
    prerelease: {
      description: "Of `semver`: whether versions such as `1.2.3-rc.1` count, too.",
      type: "boolean",
      default: false,
    },
    suffix: {
      description:
        "Of `semver`: the text or glob that follows the version. Left out, only versions without a suffix match.",
      type: "string",
      examples: ["-alpine", "-alpine*"],
    },
  },
  additionalProperties: false,
};

const duration = {
  type: "string",
  pattern: "^\\d+[mhdw]$",
} satisfies Schema;

/** What stands in an entry and, for all entries, under `defaults`. */
export const settings = {
  tags: {
    description:
      "The tags to mirror: exact ones, globs (`*` any run, `?` one character, `[0-9]`, `[!a]`), regular expressions and ranges of versions. The list is a union. Left out, it is the tag in `source`, or else `latest`.",
    type: "array",
    items: search,
    minItems: 1,
    maxItems: LIMITS.tags,
    default: ["latest"],
    examples: [["1.18.3", "1.1?.*", { semver: ">=1.17 <2", latest: 5 }]],
  },
  exclude: {
    description: "Tags and globs that take away from what `tags` selects.",
    type: "array",
    items: { type: "string" },
    maxItems: LIMITS.tags,
    default: [],
    examples: [["*-rc*", "*-ent"]],
  },
  platforms: {
    description:
      "`all` copies the image byte for byte. A list keeps only these platforms: the copy's index is a new one, with a digest of its own.",
    anyOf: [
      { enum: ["all"] },
      { type: "array", items: { type: "string" }, minItems: 1, maxItems: LIMITS.platforms },
    ],
    default: "all",
    examples: [["linux/amd64", "linux/arm64"]],
  },
  "on-change": {
    description:
      "What to do when the tag holds something else at the destination: `replace` it, `backup` it as `<tag>-<12 hex of the old digest>` and replace it, or `keep` it.",
    enum: ON_CHANGE,
    default: "replace",
  },
  "keep-backups": {
    description: "How many backups of a tag are kept, the newest. Left out: all. Takes `on-change: backup`.",
    type: "integer",
    minimum: 0,
    maximum: LIMITS.keepBackups,
    examples: [3],
  },
  visibility: {
    description:
      "Who should see the package at the destination. GitHub lets only people change it: ghcr-mirror looks, and says where to change it when it is otherwise.",
    enum: VISIBILITY,
  },
  "on-drift": {
    description:
      "What to do when somebody else has changed a tag at the destination: `report` it on the dashboard, or `restore` what the source has, too.",
    enum: ON_DRIFT,
    default: "report",
  },
  "min-age": {
    description: "For how long a tag must have had the same digest before it is mirrored.",
    ...duration,
    default: "0d",
    examples: ["3d"],
  },
  schedule: {
    description:
      "When the source is looked at by itself: `every 6h`, a line of cron in UTC (`0 3 * * 1`), or `never`.",
    type: "string",
    pattern: "^(never|every +\\d+[mhdw]|\\S+(\\s+\\S+){4}\\s*)$",
    default: "every 6h",
    examples: ["every 6h", "0 3 * * 1", "never"],
  },
  "verify-every": {
    description:
      "How often the destination is really looked at; in between it is believed to be as it was brought.",
    ...duration,
    default: "7d",
    examples: ["7d"],
  },
  prune: {
    description:
      "What to do about images that nothing selects any longer: leave them (`never`), say so (`report`), or delete them some time after it was said (`{delete-after: 30d}`).",
    anyOf: [
      { enum: PRUNE },
      {
        type: "object",
        properties: {
          "delete-after": {
            description: "How long after they were announced.",
            ...duration,
            examples: ["30d"],
          },
        },
        required: ["delete-after"],
        additionalProperties: false,
      },
    ],
    default: "report",
    examples: [{ "delete-after": "30d" }],
  },
} satisfies Readonly<Record<string, Schema>>;
