import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { policySchema } from "../../src/config/policy/policy-schema.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { configSchema, type Schema } from "../../src/config/schema.ts";

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

describe.each([
  ["mirror", configSchema],
  ["mirror-policy", policySchema],
])("schema/%s.schema.json", (name, written) => {
  it("is what `npm run schema` writes", async () => {
    expect(JSON.parse(await read(`schema/${name}.schema.json`))).toEqual(written);
  });

  it("explains every key", () => {
    const keys = (schema: Schema): [string, Schema][] =>
      Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
        [key, value],
        ...keys(value.items ?? value),
        ...(value.anyOf ?? []).flatMap(keys),
      ]);
    const unexplained = keys(written).filter(([, { description }]) => !description);
    expect(keys(written).length).toBeGreaterThan(10);
    expect(unexplained).toEqual([]);
  });
});

describe("docs/config.md", async () => {
  const blocks = [...(await read("docs/config.md")).matchAll(/^```(yaml|text)\n(.*?)^```$/gms)];
  const [shown, printed] = [
    blocks.filter(([, kind]) => kind === "yaml"),
    blocks.filter(([, kind]) => kind === "text"),
  ];
  const examples = shown.map(([, , text = ""]) => text);
  const wrong = examples.pop() ?? "";

  it("shows configs that are right", () => {
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(parseConfig(example).problems).toEqual([]);
  });

  it("shows what is printed for one that is not", () => {
    const lines = parseConfig(wrong).problems.map((problem) => `${formatProblem("mirror.yml", problem)}\n`);
    expect(lines.join("")).toBe(printed[0]?.[2]);
  });
});
