import type { PolicyFile, Refusal } from "../../../../config/policy/policy.ts";
import { code, excerpt, remark } from "../markdown.ts";

const LONGEST_WORDS = 1000;

/** What is forbidden and by which rule, in Markdown, without a full stop. */
export function refusalWords({ message, rule }: Refusal): string {
  const words = remark(excerpt(message, LONGEST_WORDS));
  return rule ? `${words} (${policyName(rule, rule.line)})` : words;
}

/** A policy by its place, in Markdown: `acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4`. */
export function policyName({ repository, path, commit }: PolicyFile, line?: number): string {
  return code(`${repository}: ${path}${line === undefined ? "" : `:${line}`} at ${commit.slice(0, 7)}`);
}
