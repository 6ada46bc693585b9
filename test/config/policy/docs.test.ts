import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { describeRule } from "../../../src/config/policy/describe-rule.ts";
import { judge } from "../../../src/config/policy/judge.ts";
import { parsePolicy } from "../../../src/config/policy/parse-policy.ts";
import { policySchema } from "../../../src/config/policy/policy-schema.ts";
import { formatProblem } from "../../../src/config/problem.ts";
import type { Schema } from "../../../src/config/schema.ts";

const page = await readFile(new URL("../../../docs/policy.md", import.meta.url), "utf8");
const blocksOf = (kind: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, "gms"))].map(([, text = ""]) => text);
const [example = "", config = "", wrong = ""] = blocksOf("yaml");
const [refusals, problems] = blocksOf("text");

const commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const file = { repository: "acme/.github", path: ".github/mirror-policy.yml", commit };

describe("docs/policy.md", () => {
  it("shows a policy that is right, with every key", () => {
    const { policy } = parsePolicy(example, "organization");
    expect(policy).toBeDefined();
    const keys = Object.entries(policySchema.properties ?? {}).flatMap(
      ([key, { properties }]: [string, Schema]) =>
        key === "commands" || !properties ? key : Object.keys(properties).map((inner) => `${key}.${inner}`),
    );
    expect(keys.filter((key) => !page.includes(`| \`${key}\` |`))).toEqual([]);
  });

  it("shows what is refused", () => {
    const { policy } = parsePolicy(example, "organization");
    const parsed = parseConfig(config);
    if (!policy || !parsed.config) throw new Error("not right");
    const { forbidden } = judge(parsed.config, {
      registry: "ghcr.io",
      repository: { owner: "acme", name: "tools" },
      layers: [{ kind: "organization", file, policy }],
      others: new Map([["aibrix", { isInstalled: true, layer: undefined }]]),
    });
    const told = forbidden.map(({ entry, refusal: { message, remedy, rule } }) =>
      [`mirror.yml:${entry.position.line}: ${message}`, rule && describeRule(rule), remedy]
        .filter((line) => line !== undefined)
        .join("\n  "),
    );
    expect(`${told.join("\n")}\n`).toBe(refusals);
  });

  it("shows what is printed for one that is not right", () => {
    const lines = parsePolicy(wrong, "organization").problems.map((one) =>
      formatProblem("mirror-policy.yml", one),
    );
    expect(`${lines.join("\n")}\n`).toBe(problems);
  });
});
