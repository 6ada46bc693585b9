import { checkShape } from "../check-shape.ts";
import { LIMITS } from "../limits.ts";
import type { Problem } from "../problem.ts";
import { ProblemList } from "../problem-list.ts";
import { readYaml } from "../read-yaml.ts";
import { fieldOf, textOf, type Value } from "../value.ts";
import { needsSearch } from "./needs-search.ts";
import {
  COMMANDS,
  type CommandRule,
  type Policy,
  PUBLISHER_MODE,
  type PublisherRule,
  ROLES,
} from "./policy.ts";
import { policySchema } from "./policy-schema.ts";
import { readGrants } from "./read-grants.ts";
import { readPatterns } from "./read-patterns.ts";
import { readRepositoryName } from "./read-repository-name.ts";

export type ParsedPolicy =
  | { readonly policy: Policy; readonly problems: readonly [] }
  | { readonly policy?: undefined; readonly problems: readonly Problem[] };

/**
 * Reads the text of a policy file: of an organization, or a repository's own, which can only forbid more and so has neither grants nor a
 * publisher. Either all of it is right, or there is no policy and every problem is listed, in the order of the file. Never throws,
 * whatever the text.
 */
export function parsePolicy(text: string, kind: "own" | "organization"): ParsedPolicy {
  const problems = new ProblemList();
  const file = readYaml(text, problems);
  if (!file) return { problems: problems.toArray() };
  checkShape(file, policySchema, problems);
  if (kind === "own") refuseMore(file, problems);
  const policy = readPolicy(file, problems);
  refuseTooManyPatterns(policy, file, problems);
  return problems.isEmpty ? { policy, problems: [] } : { problems: problems.toArray() };
}

function readPolicy(file: Value, problems: ProblemList): Policy {
  const sources = fieldOf(file, "sources");
  const [allow, grants] = [fieldOf(sources, "allow"), fieldOf(file, "grants")];
  const [allowKey, grantsKey] = [keyOf(sources, "allow"), keyOf(file, "grants")];
  return {
    version: 1,
    sources: {
      allow: allow && readPatterns(allow, "source", problems),
      deny: readPatterns(fieldOf(sources, "deny"), "source", problems),
    },
    grants: grants && readGrants(grants, problems),
    require: { verify: readPatterns(fieldOf(fieldOf(file, "require"), "verify"), "source", problems) },
    commands: readCommands(fieldOf(file, "commands")),
    publisher: readPublisher(fieldOf(file, "publisher"), problems),
    keys: { ...(allowKey && { allow: allowKey }), ...(grantsKey && { grants: grantsKey }) },
  };
}

function readCommands(table: Value | undefined): ReadonlyMap<string, CommandRule> {
  const rules = COMMANDS.flatMap((name) => {
    const value = fieldOf(table, name);
    const role = ROLES.find((one) => one === textOf(value));
    return value && role ? [[name, { role, position: value.node.position }] as const] : [];
  });
  return new Map(rules);
}

function readPublisher(section: Value | undefined, problems: ProblemList): PublisherRule | undefined {
  if (!section) return;
  const name = fieldOf(section, "repository");
  return {
    mode: PUBLISHER_MODE.find((one) => one === textOf(fieldOf(section, "mode"))),
    repository: name && readRepositoryName(name, problems),
    position: section.node.position,
  };
}

function refuseMore(file: Value, problems: ProblemList): void {
  for (const key of ["grants", "publisher"]) {
    const position = keyOf(file, key);
    const message = `\`${key}\` is for the organization: a repository's own policy can only forbid more`;
    const hint = "move it to the policy in the organization's `.github` repository";
    if (position) problems.addAt(position, key, message, hint);
  }
}

function refuseTooManyPatterns(
  { sources, grants, require }: Policy,
  file: Value,
  problems: ProblemList,
): void {
  const all = [
    ...(sources.allow ?? []),
    ...sources.deny,
    ...require.verify,
    ...(grants ?? []).flatMap(({ destinations }) => destinations),
  ];
  const searching = all
    .filter(({ pattern }) => needsSearch(pattern))
    .reduce((sum, { pattern }) => sum + pattern.length, 0);
  if (all.length > LIMITS.patterns) {
    problems.add(file, `the file has ${all.length} patterns; at most ${LIMITS.patterns} are allowed`);
  }
  if (searching > LIMITS.searching) {
    const message = `patterns with wildcards elsewhere than as their last part have ${searching} characters together; at most ${LIMITS.searching} are allowed`;
    problems.add(file, message, "end patterns in `/*` or `/**` where that says the same");
  }
}

function keyOf(value: Value | undefined, key: string) {
  return value?.node.kind === "mapping" ? value.node.fields.get(key)?.key : undefined;
}
