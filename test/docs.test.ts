import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config/parse-config.ts";
import { parsePolicy } from "../src/config/policy/parse-policy.ts";
import type { Problem } from "../src/config/problem.ts";

const root = join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const pages = ["", "docs"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);
const { scripts } = JSON.parse(read("package.json"));

/** The files that a page shows in YAML, beginning with `version:` or a comment for editors. A policy's comment names its schema or file. */
function filesIn(text: string): {
  readonly configs: readonly string[];
  readonly policies: readonly string[];
} {
  const shown = [...text.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```$/gm)].map(([, indent = "", block = ""]) =>
    block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
  const files = shown.filter((block) => /^(?:#.*\n)*version:/.test(block));
  const isPolicy = (file: string) => /^#.*mirror-policy/.test(file);
  return { configs: files.filter((file) => !isPolicy(file)), policies: files.filter(isPolicy) };
}

/** The anchors of a page's headings. */
function anchorsIn(text: string): readonly string[] {
  const headings = text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, words = ""]) =>
    words
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("links to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target = ""]) => target,
    );
    expect(links.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  it("links to headings that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const astray = links.filter(([, target = "", anchor = ""]) => {
      const other = target === "" ? page : join(dirname(page), target);
      return other.endsWith(".md") && !anchorsIn(read(other)).includes(anchor);
    });
    expect(astray.map(([link]) => link)).toEqual([]);
  });

  it("names scripts that exist", () => {
    const named = [...text.matchAll(/\bnpm run (?:-s )?([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("shows configs and policies that are right, or the problems that it tells", () => {
    const { configs, policies } = filesIn(text);
    const found = [
      ...configs.flatMap((file) => placesOf("mirror.yml", parseConfig(file).problems)),
      ...policies.flatMap((file) =>
        placesOf("mirror-policy.yml", parsePolicy(file, "organization").problems),
      ),
    ];
    expect(found.filter((place) => !text.includes(`\n${place}`))).toEqual([]);
  });
});

function placesOf(file: string, problems: readonly Problem[]): readonly string[] {
  return problems.map(({ line, column }) => `${file}:${line}:${column}: `);
}

describe("docs/cli.md", () => {
  it("names every input of the action", () => {
    const [, inputs = ""] = /^inputs:\n((?: .*\n)+)/m.exec(read("action.yml")) ?? [];
    const names = [...inputs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
    const [, section = ""] = read("docs/cli.md").split("## In GitHub Actions");
    const rows = [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(names.sort());
  });
});

describe("docs/README.md", () => {
  it("lists every page", () => {
    const index = read("docs/README.md");
    const others = readdirSync(join(root, "docs")).filter((name) => /(?<!README)\.md$/.test(name));
    expect(others.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});

describe("examples/mirror.yml", () => {
  const example = read("examples/mirror.yml");

  it("is right", () => {
    expect(parseConfig(example).problems).toEqual([]);
  });

  it("is what the README shows", () => {
    const [shown] = filesIn(read("README.md")).configs;
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
