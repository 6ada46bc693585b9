import { ON_CHANGE, ON_DRIFT, REPORT_COMMENT, REPORT_ISSUE, VISIBILITY } from "./config.ts";
import { LIMITS } from "./limits.ts";

/** The part of JSON Schema that this project writes and checks. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly default?: string | readonly string[];
  readonly examples?: readonly unknown[];
}

export type SchemaType = "string" | "array" | "object";

const tags: Schema = {
  description:
    "The tags to mirror: exact ones and globs (`*` any run, `?` one character, `[0-9]`, `[!a]`). The list is a union. Left out, it is the tag in `source`, or else `latest`.",
  type: "array",
  items: { type: "string" },
  minItems: 1,
  maxItems: LIMITS.tags,
  default: ["latest"],
  examples: [["1.18.3", "1.1?.*"]],
};

const exclude: Schema = {
  description: "Tags and globs that take away from what `tags` selects.",
  type: "array",
  items: { type: "string" },
  maxItems: LIMITS.tags,
  default: [],
  examples: [["*-rc*", "*-ent"]],
};

const platforms: Schema = {
  description:
    "`all` copies the image byte for byte. A list keeps only these platforms: the copy's index is a new one, with a digest of its own.",
  anyOf: [
    { enum: ["all"] },
    { type: "array", items: { type: "string" }, minItems: 1, maxItems: LIMITS.platforms },
  ],
  default: "all",
  examples: [["linux/amd64", "linux/arm64"]],
};

const onChange: Schema = {
  description:
    "What to do when the tag holds something else at the destination: `replace` it, `backup` it as `<tag>-<12 hex of the old digest>` and replace it, or `keep` it.",
  enum: ON_CHANGE,
  default: "replace",
};

const visibility: Schema = {
  description:
    "Who should see the package at the destination. GitHub lets only people change it: ghcr-mirror looks, and says where to change it when it is otherwise.",
  enum: VISIBILITY,
};

const onDrift: Schema = {
  description:
    "What to do when somebody else has changed a tag at the destination: `report` it on the dashboard, or `restore` what the source has, too.",
  enum: ON_DRIFT,
  default: "report",
};

/** What stands in an entry and, for all entries, under `defaults`. */
const settings = { tags, exclude, platforms, "on-change": onChange, visibility, "on-drift": onDrift };

const entry: Schema = {
  description: "One image (`docker.io/library/redis:7`), or a mapping that says more.",
  type: ["string", "object"],
  properties: {
    source: {
      description:
        "The repository to mirror. It may carry a tag, a digest or both when `tags` is left out: `name:tag@sha256:…`.",
      type: "string",
      examples: ["docker.io/hashicorp/vault", "quay.io/prometheus/busybox:latest"],
    },
    to: {
      description:
        "The destination: a repository below the owner (`vault`, `tools/vault`) or a full one (`ghcr.io/other-org/vault`). Left out, it is the last part of the source's path.",
      type: "string",
      examples: ["vault", "tools/vault", "ghcr.io/other-org/vault"],
    },
    ...settings,
  },
  required: ["source"],
  additionalProperties: false,
};

const report: Schema = {
  description: "Where people are told, besides check runs.",
  type: "object",
  properties: {
    comment: {
      description:
        "One comment on each pull request that changes what is mirrored, kept up to date, or `never`.",
      enum: REPORT_COMMENT,
      default: "on-pull-request",
    },
    issue: {
      description:
        "An issue when something stays broken; `dashboard` adds one that always shows how everything stands; or `never`.",
      enum: REPORT_ISSUE,
      default: "on-lasting-failure",
    },
  },
  additionalProperties: false,
};

/**
 * The shape of a config file. `checkShape` holds files against this object and `scripts/schema.ts` writes it out for
 * editors, so that the two cannot differ. Draft 7 is what editors' YAML extensions know best.
 */
export const configSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "ghcr-mirror",
  description: "Which container images to mirror, and where to.",
  type: "object",
  properties: {
    version: { description: "The version of this language.", enum: [1] },
    defaults: {
      description: "Settings for every entry that does not have its own.",
      type: "object",
      properties: settings,
      additionalProperties: false,
    },
    mirrors: {
      description: "The images to mirror.",
      type: "array",
      items: entry,
      maxItems: LIMITS.mirrors,
    },
    report,
  },
  required: ["version", "mirrors"],
  additionalProperties: false,
};
