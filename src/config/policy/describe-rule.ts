import type { RuleAt } from "./policy.ts";

/** `acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4` */
export function describeRule({ repository, path, line, commit }: RuleAt): string {
  return `${repository}: ${path}:${line} at ${commit.slice(0, 7)}`;
}
