/**
 * Why GHCR refused, as a closed set.
 *
 * `CREATE_NOT_ALLOWED`, `WRITE_NOT_ALLOWED`, `READ_NOT_ALLOWED` GHCR does not let the installation that the token belongs to make,
 * write or read packages · `NO_WRITE_GRANT` the package does not grant access to the repository of the token ·
 * `CREATION_DISABLED` the token may make no packages · `MISSING_SCOPE` of a personal access token ·
 * `WRONG_NAMESPACE` the token belongs to another owner · `BAD_CREDENTIAL` it is wrong or has expired.
 */
export type GhcrRefusalCode =
  | "CREATE_NOT_ALLOWED"
  | "WRITE_NOT_ALLOWED"
  | "READ_NOT_ALLOWED"
  | "NO_WRITE_GRANT"
  | "CREATION_DISABLED"
  | "MISSING_SCOPE"
  | "WRONG_NAMESPACE"
  | "BAD_CREDENTIAL";

/** A refusal of GHCR, understood. All texts are sentences for people. */
export interface GhcrRefusal {
  readonly code: GhcrRefusalCode;
  readonly meaning: string;
  /** What to do for who brings the images with a token of their own, from the command line. */
  readonly remedy: string;
  /** What to do for who has the App, whose workflow brings them. */
  readonly appRemedy: string;
}

const ONLY_ACTIONS =
  "GHCR takes no tokens of GitHub Apps today, whatever they are granted, but that of GitHub Actions";
const JOB_MAY_WRITE = "a job with `permissions: packages: write`";
const GRANT = "Package settings → Manage Actions access";

/** Collected from first-hand reports, for GitHub documents none of it. */
const REFUSALS: readonly (GhcrRefusal & { readonly words: RegExp })[] = [
  {
    words: /installation not allowed to create/i,
    code: "CREATE_NOT_ALLOWED",
    meaning: `The package does not exist, and the token may not make it: ${ONLY_ACTIONS}, and that only from ${JOB_MAY_WRITE}.`,
    remedy: `${ONLY_ACTIONS}: copy in a workflow, in ${JOB_MAY_WRITE}.`,
    appRemedy: `${ONLY_ACTIONS}: let a workflow bring the images (\`PUBLISHER=auto\`), in ${JOB_MAY_WRITE}.`,
  },
  {
    words: /installation not allowed to write/i,
    code: "WRITE_NOT_ALLOWED",
    meaning: `The package exists, and the token may not write it: ${ONLY_ACTIONS}, and that only from ${JOB_MAY_WRITE} of a repository that has access to the package.`,
    remedy: `${ONLY_ACTIONS}: copy in a workflow, in ${JOB_MAY_WRITE}, and add its repository under ${GRANT}.`,
    appRemedy: `${ONLY_ACTIONS}: let a workflow bring the images (\`PUBLISHER=auto\`), in ${JOB_MAY_WRITE}, and add its repository with the role Write under ${GRANT}.`,
  },
  {
    words: /installation not allowed to read/i,
    code: "READ_NOT_ALLOWED",
    meaning: "The package is private, and the token may not read it.",
    remedy:
      "Give the repository access to it in the package's settings. The token of a GitHub App other than GitHub Actions may be refused all the same.",
    appRemedy: `Add this repository under ${GRANT}, or make the package public.`,
  },
  {
    words: /permission_denied: write_package/i,
    code: "NO_WRITE_GRANT",
    meaning:
      "The package exists and does not let the repository of the token write it, or the job has no `packages: write`.",
    remedy: `Add this repository with the role Write under ${GRANT}.`,
    appRemedy: `Add this repository with the role Write under ${GRANT}.`,
  },
  {
    words: /permission_denied: create_package/i,
    code: "CREATION_DISABLED",
    meaning: "The package does not exist, and the owner does not let this token make it.",
    remedy: "Let members create packages in the organization's settings, under Packages.",
    appRemedy:
      "Let members create packages in the organization's settings, under Packages; or push the package once by hand, and add this repository under " +
      `${GRANT}.`,
  },
  {
    words: /does not match expected scopes/i,
    code: "MISSING_SCOPE",
    meaning: "The personal access token lacks a scope.",
    remedy: "The personal access token needs the scope write:packages.",
    appRemedy:
      "The workflow brings a personal access token: let it use `GITHUB_TOKEN`, or give the token the scope write:packages.",
  },
  {
    words: /requested installation does not exist/i,
    code: "WRONG_NAMESPACE",
    meaning: "The token belongs to another owner than the destination.",
    remedy: "The token belongs to another organization than the destination: use one of the destination's.",
    appRemedy:
      "The token belongs to another organization than the destination: keep the config in a repository of the destination's owner, whose workflow may write there.",
  },
  {
    words: /\bdenied: denied\b/i,
    code: "BAD_CREDENTIAL",
    meaning: "The credential is wrong or has expired.",
    remedy: "The credential is wrong or has expired: use a new token.",
    appRemedy: "The token is wrong or has expired: run it again, which gets a new one.",
  },
];

/** The refusal of GHCR that a text speaks of; undefined where it is none that we know. Such a text is to be shown as it came. */
export function ghcrRefusalOf(text: string): GhcrRefusal | undefined {
  const refusal = REFUSALS.find(({ words }) => words.test(text));
  if (!refusal) return undefined;
  const { words: _, ...known } = refusal;
  return known;
}
