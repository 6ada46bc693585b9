import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config/parse-config.ts";

const root = join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const pages = ["", "docs"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);
const { scripts } = JSON.parse(read("package.json"));

/** The configs that a page shows, beginning with `version:`, after the comment for editors. A policy's names its schema or file. */
function configsIn(text: string): string[] {
  const shown = [...text.matchAll(/^```yaml\n((?:#.*\n)*version:[\s\S]*?)^```$/gm)];
  return shown.map(([, config = ""]) => config).filter((config) => !/^#.*mirror-policy/.test(config));
}

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("links to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target = ""]) => target,
    );
    expect(links.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  it("names scripts that exist", () => {
    const named = [...text.matchAll(/\bnpm run (?:-s )?([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("shows configs that are right, or the problems that it tells", () => {
    for (const config of configsIn(text)) {
      const found = parseConfig(config).problems.map(({ line, column }) => `mirror.yml:${line}:${column}: `);
      expect(found.filter((place) => !text.includes(`\n${place}`))).toEqual([]);
    }
  });
});

describe("examples/mirror.yml", () => {
  const example = read("examples/mirror.yml");

  it("is right", () => {
    expect(parseConfig(example).problems).toEqual([]);
  });

  it("is what the README shows", () => {
    const [shown] = configsIn(read("README.md"));
    expect(example.replace(/^#.*\n/, "")).toBe(shown);
  });
});

describe(".env.example", () => {
  const readers = [
    "src/env.ts",
    ...readdirSync(join(root, "src/environment")).map((name) => `src/environment/${name}`),
  ];
  const variables = readers.flatMap((file) =>
    [...read(file).matchAll(/\b(?:read|text)\(\s*"([A-Z_]+)"/g)].map(([, name = ""]) => name),
  );
  const named = [...read(".env.example").matchAll(/^#([A-Z_]+)=$/gm)].map(([, name]) => name);

  it("names every variable that is read, but those that the system sets", () => {
    expect(named.length).toBeGreaterThan(0);
    expect([...named, "HOME", "TERM"].sort()).toEqual([...new Set(variables)].sort());
  });

  it("has no variable that the docs do not know", () => {
    const docs = read("docs/server.md") + read("docs/cli.md");
    expect(named.filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
  });
});
