import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import { random } from "./random.ts";

const head = "version: 1\nmirrors:\n";
const first = (text: string) => parseConfig(text).problems[0]?.message;
/** Almost 1 MiB of `text`. */
const fill = (text: string) => text.repeat(Math.floor((2 ** 20 - 100) / text.length));
const list = (length: number, item: (index: number) => string) =>
  Array.from({ length }, (_, index) => item(index));

describe("a file that is too large", () => {
  it("is refused from 1 MiB on, counted in bytes", () => {
    const text = `${head}  - redis\n#`;
    const fits = text + "x".repeat(2 ** 20 - 1 - text.length);
    expect(parseConfig(fits).config?.entries).toHaveLength(1);
    expect(first(`${fits}x`)).toBe("the file has 1048576 bytes, and must be smaller than 1 MiB");
    expect(first(`${fits.slice(0, -1)}é`)).toBe("the file has 1048576 bytes, and must be smaller than 1 MiB");
  });

  it.each([
    [
      "values",
      "- a\n".repeat(100_000),
      "the file holds more than 100,000 values when its aliases are followed",
    ],
    ["entries", `${head}${"  - a\n".repeat(2001)}`, "this list has 2001 items; at most 2000 are allowed"],
    [
      "tags",
      `${head}  - { source: a, tags: [${list(2001, (index) => `t${index}`)}] }`,
      "this list has 2001 items; at most 2000 are allowed",
    ],
    [
      "globs",
      `${head}  - { source: a, tags: [${list(31, (index) => `t${index}*`)}] }`,
      "this list has 31 globs, regular expressions and ranges; at most 30 are allowed",
    ],
    [
      "regular expressions, of which none is compiled",
      `${head}  - { source: a, tags: [${list(30, (index) => `{ regex: "(${"ab".repeat(100)}${index}){200}" }`)}] }\n`,
      "the regular expressions of this list have 1234140 steps together; at most 500 are allowed",
    ],
    [
      "images",
      `${head}  - { source: a, tags: &t [${list(1700, (index) => `t${index}`)}] }\n  - { source: b, tags: *t }\n  - { source: c, tags: *t }\n`,
      "with this entry, the file names more than 5000 images",
    ],
    [
      "images by default",
      `version: 1\ndefaults: { tags: [${list(51, (index) => `t${index}`)}] }\nmirrors:\n${list(100, (index) => `  - a${index}\n`).join("")}`,
      "with this entry, the file names more than 5000 images",
    ],
  ])("%s", (_, text, message) => {
    expect(first(text)).toBe(message);
  });
});

describe("nesting", () => {
  it.each(["[", "{a: ", "- ", "? "])("%j without end", (opening) => {
    expect(first(fill(opening))).toBe("the file is nested too deeply here");
  });

  it("is refused where it becomes too deep", () => {
    const text = `version: 1\nmirrors: ${"[".repeat(70)}${"]".repeat(70)}\n`;
    expect(parseConfig(text).problems).toEqual([
      { line: 2, column: 73, path: "", message: "the file is nested too deeply here" },
    ]);
  });
});

describe("aliases", () => {
  it("that multiply are counted, not followed", () => {
    const names = "abcdefghijklmnopqrstuvwxyz";
    const levels = list(
      25,
      (level) => `${names[level + 1]}: &${names[level + 1]} [${`*${names[level]},`.repeat(1000)}]\n`,
    );
    expect(first(`a: &a [x]\n${levels.join("")}`)).toBe(
      "the file holds more than 100,000 values when its aliases are followed",
    );
  });

  it("that contain themselves are refused", () => {
    expect(first("&a [*a]")).toBeDefined();
    expect(first("&a { *a : 1 }")).toBeDefined();
    expect(first("a: &a { b: { c: *a } }")).toBeDefined();
  });
});

describe("time", () => {
  it("is linear in the number of keys", () => {
    expect(first(list(20_000, (index) => `k${index}: 1\n`).join(""))).toBe('unknown key "k0"');
  });

  it("is bounded for a thousand tags against globs that nearly match", () => {
    const globs = list(30, (index) => `"*a${"?".repeat(60)}b${index}"`);
    const tags = list(1000, (index) => `${"a".repeat(120)}${index}`);
    expect(first(`${head}  - { source: r, tags: [${tags}], exclude: [${globs}] }\n`)).toBeUndefined();
  });

  it.each(["a.", "a/", "a-", "a--", ".", ":", "@", "*", "[", "(", "%41", "A"])(
    "is bounded for %j on end",
    (text) => {
      const long = JSON.stringify(text.repeat(200_000 / text.length));
      const keys = `source: ${long}, to: ${long}, tags: [${long}], exclude: [${long}], platforms: [${long}]`;
      expect(first(`${head}  - { ${keys} }\n`)).toBeDefined();
    },
  );
});

it("never throws, whatever the text", () => {
  const sample = [
    "version: 1",
    'defaults: { on-change: backup, exclude: &rc ["*-rc*"] }',
    "mirrors:",
    "  - docker.io/x/y:3.11.7",
    "  - source: docker.io/hashicorp/vault",
    "    to: vault",
    '    tags: ["1.18.3", "1.1?.*"]',
    "    exclude: *rc",
    "    platforms: [linux/amd64]",
    "",
  ].join("\n");
  const next = random(11);
  const upTo = (limit: number) => Math.floor(next() * limit);
  const pieces = [
    ..."[]{}:,-?*&!|>'\"%@`#~<\t\n \0\ud800\u2028",
    "<<: ",
    "*rc",
    "---\n",
    "...\n",
    "&rc ",
    "1.10",
    "!!set ",
  ];
  for (let round = 0; round < 3000; round++) {
    let text = sample;
    for (let edits = upTo(4); edits >= 0; edits--) {
      const at = upTo(text.length);
      text = text.slice(0, at) + (pieces[upTo(pieces.length)] ?? "") + text.slice(at + upTo(3));
    }
    const { config, problems } = parseConfig(text);
    expect([text, config === undefined]).toEqual([text, problems.length > 0]);
    for (const { line, column } of problems)
      expect(line > 0 && column > 0 && line <= text.split("\n").length).toBe(true);
  }
});
