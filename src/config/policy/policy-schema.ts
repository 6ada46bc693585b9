import { LIMITS } from "../limits.ts";
import type { Schema } from "../schema.ts";
import { COMMANDS, PUBLISHER_MODE, ROLES } from "./policy.ts";

function patterns(description: string, examples: readonly string[]): Schema {
  return {
    description,
    type: "array",
    items: { type: "string" },
    maxItems: LIMITS.patterns,
    examples: [examples],
  };
}

const grant: Schema = {
  description: "A repository, and what it may publish.",
  type: "object",
  properties: {
    repository: {
      description: "The repository with the config, as `owner/name`. It may belong to another organization.",
      type: "string",
      examples: ["acme/mirrors"],
    },
    destinations: patterns(
      "Patterns on destinations below the organization: `*` is any run of characters but `/`, `**` any number of parts.",
      ["controller-manager", "tools/**"],
    ),
  },
  required: ["repository", "destinations"],
  additionalProperties: false,
};

const role: Schema = { description: "The least role that the command takes.", enum: ROLES };

/**
 * The shape of a policy file. `checkShape` holds files against this object and `scripts/schema.ts` writes it out for editors, so that
 * the two cannot differ.
 */
export const policySchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "ghcr-mirror policy",
  description: "What the repositories of an organization may mirror, and what this repository may.",
  type: "object",
  properties: {
    version: { description: "The version of this language.", enum: [1] },
    sources: {
      description: "Which sources may be mirrored.",
      type: "object",
      properties: {
        allow: patterns(
          "Only sources that one of these patterns matches. Left out: all that are not denied.",
          ["docker.io/**", "quay.io/prometheus/*"],
        ),
        deny: patterns("No source that one of these patterns matches, whatever is allowed.", [
          "docker.io/library/mysql",
        ]),
      },
      additionalProperties: false,
    },
    grants: {
      description:
        "Who may publish what below the organization. Left out: its own repositories may publish everything, and no others anything. Only in the organization's `.github` repository.",
      type: "array",
      items: grant,
      maxItems: LIMITS.patterns,
    },
    require: {
      description: "What must be so before an image is copied.",
      type: "object",
      properties: {
        verify: patterns(
          "Sources whose signatures must be checked. This version cannot check them, and so refuses these sources.",
          ["docker.io/hashicorp/**"],
        ),
      },
      additionalProperties: false,
    },
    commands: {
      description:
        "The least role for a command. The organization's policy raises or lowers it, a repository's own only raises it.",
      type: "object",
      properties: Object.fromEntries(COMMANDS.map((name) => [name, role])),
      additionalProperties: false,
    },
    publisher: {
      description: "What carries the bytes, and from where. Only in the organization's `.github` repository.",
      type: "object",
      properties: {
        mode: {
          description:
            "`app`: the App itself; `actions`: the workflow in a repository; `auto`: the workflow where GHCR needs it.",
          enum: PUBLISHER_MODE,
        },
        repository: {
          description:
            "The repository of the organization, as `owner/name`, whose workflow runs and which owns the packages. Left out: each repository its own.",
          type: "string",
          examples: ["acme/mirrors"],
        },
      },
      additionalProperties: false,
    },
  },
  required: ["version"],
  additionalProperties: false,
};
