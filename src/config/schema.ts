import { REPORT_COMMENT, REPORT_ISSUE } from "./config.ts";
import { PRUNE_LIMIT } from "./defaults.ts";
import { LIMITS } from "./limits.ts";
import { settings } from "./settings-schema.ts";

/** The part of JSON Schema that this project writes and checks. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly enum?: readonly (string | number)[];
  /** Of different types: which one is meant goes by the type of the value. */
  readonly anyOf?: readonly Schema[];
  /** For editors; `checkShape` leaves it to who reads the value. */
  readonly oneOf?: readonly Schema[];
  /** Of strings, for editors, and for hints where there is no string. */
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly default?: string | number | boolean | readonly string[];
  readonly examples?: readonly unknown[];
}

export type SchemaType = "string" | "integer" | "boolean" | "array" | "object";

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
    "prune-limit": {
      description: "How many images one run deletes at most, where `prune` says that any are.",
      type: "integer",
      minimum: 1,
      maximum: LIMITS.pruneLimit,
      default: PRUNE_LIMIT,
    },
    report,
  },
  required: ["version", "mirrors"],
  additionalProperties: false,
};
