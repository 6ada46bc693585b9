import { describe, expect, it } from "vitest";
import type { PolicyChange, TouchedConfig } from "../../../../src/github/report/policy-words.ts";
import {
  renderInvalidPolicy,
  renderPolicyChange,
} from "../../../../src/github/report/render/render-policy-change.ts";
import { HOSTILE, livelyTextOf } from "./html.ts";
import { entryOf, forbid, policy } from "./plans.ts";

const context = { path: policy.path, commit: policy.commit, finishedAt: Date.UTC(2026, 10, 22, 14, 2, 3) };
const touched: TouchedConfig = {
  repository: "acme/app",
  path: ".github/mirror.yml",
  forbidden: [forbid(entryOf("library/mysql", "8", 15))],
  allowed: [entryOf("library/redis", "7", 4)],
};
const changeOf = (changes: Partial<PolicyChange> = {}): PolicyChange => ({
  isThere: true,
  touched: [touched],
  unnamed: 0,
  configs: 3,
  ...changes,
});

describe("renderPolicyChange", () => {
  it("says once what is forbidden and allowed now, repository by repository", () => {
    const { conclusion, output } = renderPolicyChange(changeOf(), context);
    expect(conclusion).toBe("success");
    expect(output.title).toBe("Policy: 1 forbidden now, 1 allowed now");
    expect(`${output.summary}\n`).toBe(`\
Looked at 3 configs that are applied.

|  | repository | entry | what changes |
| --- | --- | --- | --- |
| ! | \`acme/app\` | \`docker.io/library/mysql:8\` (\`.github/mirror.yml:15\`) | forbidden now: \`docker.io/library/mysql\` is denied (\`acme/.github: .github/mirror-policy.yml:4 at 1a2b3c4\`) |
| + | \`acme/app\` | \`docker.io/library/redis:7\` (\`.github/mirror.yml:4\`) | allowed now |

What is allowed now is mirrored at once.

From \`.github/mirror-policy.yml@1a2b3c4\`, at 2026-11-22T14:02:03Z.
`);
  });

  it("needs one line where nothing is touched", () => {
    const { conclusion, output } = renderPolicyChange(changeOf({ touched: [] }), context);
    expect(conclusion).toBe("success");
    expect(output.title).toBe("Policy: no entry is judged otherwise than before");
    expect(output.summary).not.toContain("mirrored at once");
  });

  it("counts private repositories without a name, and says what holds without a policy", () => {
    const { output } = renderPolicyChange(changeOf({ touched: [], unnamed: 2, isThere: false }), context);
    expect(output.title).toBe("Policy: 2 private repositories touched");
    expect(output.summary).toContain("Not named here, where everybody can read this: 2 private repositories");
    expect(output.summary).toContain("Without a policy, each repository may publish below its own owner");
  });

  it("holds a thousand configs", () => {
    const many = Array.from({ length: 1_000 }, (_, at) => ({ ...touched, repository: `acme/app-${at}` }));
    const { output } = renderPolicyChange(changeOf({ touched: many, configs: 1_000 }), context);
    expect(Buffer.byteLength(output.summary)).toBeLessThanOrEqual(60_000);
    expect(output.title).toBe("Policy: 1000 forbidden now, 1000 allowed now");
    expect(output.summary).toMatch(/… and \d+ more/);
  });

  it.each(HOSTILE)("does nothing that a value from outside says: %j", (value) => {
    const rule = { repository: value, path: value, commit: value, line: 4 };
    const refusal = { side: "source", message: value, remedy: value, rule } as const;
    const entry = entryOf(value, value, 15);
    const hostile = {
      repository: value,
      path: value,
      forbidden: [{ entry, index: 0, refusal }],
      allowed: [entry],
    };
    const { output } = renderPolicyChange(changeOf({ touched: [hostile] }), { ...context, path: value });
    expect(output.summary).not.toContain("<!--");
    expect(livelyTextOf(output.summary)).not.toMatch(/@\w|#\d|GH-\d/);
  });
});

describe("renderInvalidPolicy", () => {
  it("says, on the lines, that nothing is allowed until it is put right", () => {
    const problems = [{ line: 3, column: 5, path: "sources.allow[0]", message: "is no pattern" }];
    const { conclusion, output } = renderInvalidPolicy(problems, context);
    expect(conclusion).toBe("failure");
    expect(output.title).toBe("1 problem in .github/mirror-policy.yml");
    expect(`${output.summary}\n`).toBe(`\
\`.github/mirror-policy.yml\` has to be put right first: nothing is allowed in any repository until then.

### What is wrong

- 3:5: is no pattern

From \`.github/mirror-policy.yml@1a2b3c4\`, at 2026-11-22T14:02:03Z.
`);
    expect(output.annotations).toMatchObject([
      { path: ".github/mirror-policy.yml", startLine: 3, level: "failure", message: "is no pattern" },
    ]);
  });
});
