import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/policy/describe-rule.ts";

it("says where a rule stands", () => {
  const commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
  const rule = { repository: "acme/.github", path: ".github/mirror-policy.yml", line: 4, commit };
  expect(describeRule(rule)).toBe("acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4");
});
