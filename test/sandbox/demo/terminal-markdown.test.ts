import { describe, expect, it } from "vitest";
import { terminalMarkdown } from "../../../sandbox/demo/terminal-markdown.ts";
import { colored, plain } from "../../../src/cli/render/style.ts";

const show = (markdown: string, width = 80) => terminalMarkdown(markdown, { width, style: plain });

const TABLE = [
  "|  | source | destination | size |",
  "| --- | --- | --- | --- |",
  "| + | `a:1` | `ghcr.io/acme/a:1` | 12 MB |",
  "| ✗ | `b\u2013b:1` | `ghcr.io/acme/b:1` | – |",
].join("\n");

describe("terminalMarkdown", () => {
  it.each([
    ["code and emphasis", "Press **Re-run** on `a*b*c`.", ["Press Re-run on a*b*c."]],
    ["entities, as our reports write them", "a&#95;b &#60;c&#62; &amp;", ["a_b <c> &"]],
    ["headings and lists", "### What\n\n- one\n- two", ["What", "", "- one", "- two"]],
    ["breaks in an item", "- one<br>`two`", ["- one", "  two"]],
    ["control characters", "a \u001b[31m b", ["a \\x1b[31m b"]],
  ])("shows %s", (_, markdown, lines) => {
    expect(show(markdown)).toEqual(lines);
  });

  it("wraps at the width", () => {
    expect(show("- one two three four", 11)).toEqual(["- one two", "  three", "  four"]);
  });

  it("aligns a table", () => {
    expect(show(TABLE)).toEqual([
      "   source  destination       size",
      "+  a:1     ghcr.io/acme/a:1  12 MB",
      "✗  b–b:1   ghcr.io/acme/b:1  –",
    ]);
  });

  it("takes two lines a row where it does not fit", () => {
    expect(show(TABLE, 30)).toEqual([
      "+  a:1 → ghcr.io/acme/a:1",
      "     12 MB",
      "✗  b–b:1 → ghcr.io/acme/b:1",
      "     –",
    ]);
  });

  it("breaks no line of code, but cuts it, and does not show all of a long block", () => {
    const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n");
    expect(
      show("Before.\n\n```yaml\non:\n    a: <b> &amp; \u001b[31m wider than the width\n```\n\nAfter.", 26),
    ).toEqual(["Before.", "", "  on:", "      a: <b> &amp; \\x1b[3…", "", "After."]);
    expect(show(`\`\`\`\n${long}\n\`\`\``).slice(-2)).toEqual(["  line 3", "  … 36 more lines"]);
  });

  it("gives differences their colors", () => {
    const lines = terminalMarkdown("```diff\n-a\n+b\n```", { width: 80, style: colored });
    expect(lines).toEqual(["  \x1b[31m-a\x1b[39m", "  \x1b[32m+b\x1b[39m"]);
  });

  it("gives marks their colors", () => {
    const [, copied] = terminalMarkdown(TABLE, { width: 80, style: colored });
    expect(copied).toContain("\x1b[32m+\x1b[39m  a:1");
  });

  it("keeps folded what is folded", () => {
    const fold = (summary: string) =>
      `<details><summary>${summary}</summary>\n\n| a |\n| --- |\n| b |\n\n</details>`;
    expect(show(`Before.\n\n${fold("2 images")}\n\n${fold("3 up to date")}\n\nAfter.`)).toEqual([
      "Before.",
      "",
      "▸ 2 images",
      "▸ 3 up to date",
      "",
      "After.",
    ]);
  });
});
