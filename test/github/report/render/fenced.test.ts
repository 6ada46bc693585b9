import { describe, expect, it } from "vitest";
import { fenced } from "../../../../src/github/report/render/fenced.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";

describe("fenced", () => {
  it.each([
    ["a\n  b\n", "```yaml\na\n  b\n```"],
    ["a\r\nb", "```yaml\na\nb\n```"],
    ["a\n\nb\n\n", "```yaml\na\n\nb\n\n```"],
    ["run: `x`", "```yaml\nrun: `x`\n```"],
    ["```\nend\n````", "`````yaml\n```\nend\n````\n`````"],
    ["<!-- x -->", "```yaml\n<! -- x -->\n```"],
    ["\ta\u202e", "```yaml\n\\ta\\u202e\n```"],
  ])("of %j is %j", (text, block) => {
    expect(fenced(text, "yaml")).toBe(block);
  });

  it.each(HOSTILE)("holds %j", (value) => {
    const markdown = `before\n\n${fenced(`a: ${value}\n${value}\n    ${value}`, "yaml")}\n\nafter`;
    expect(tagsOf(markdown)).toEqual(["p", "pre", "code", "p"]);
    expect(livelyTextOf(markdown).split(/\s+/).join(" ").trim()).toBe("before after");
  });
});
