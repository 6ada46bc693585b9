import { describe, expect, it } from "vitest";
import {
  advice,
  code,
  excerpt,
  link,
  prose,
  remark,
  row,
  tableHead,
  time,
} from "../../../../src/github/report/render/markdown.ts";
import { printable } from "../../../../src/text/printable.ts";
import { HOSTILE, htmlOf, livelyTextOf, tagsOf } from "./html.ts";

const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_entity, digits) => String.fromCodePoint(Number(digits)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

describe("code", () => {
  it.each([
    ["redis:7", "`redis:7`"],
    ["", ""],
    ["a`b", "``a`b``"],
    ["a``b", "`a``b`"],
    ["`a` ``b``", "``` `a` ``b`` ```"],
    [" ", "`   `"],
    ["a|b", "<code>a&#124;b</code>"],
    ["a\nb", "<code>a&#92;nb</code>"],
    ["<!-- x -->", "`<! -- x -->`"],
    ["@everyone", "`@everyone`"],
  ])("of %j is %s", (value, markdown) => {
    expect(code(value)).toBe(markdown);
  });

  it.each(HOSTILE)("holds %j in a line", (value) => {
    const markdown = `before ${code(value)} after`;
    expect(tagsOf(markdown)).toEqual(["p", "code"]);
    expect(livelyTextOf(markdown).trim()).toBe("before  after");
    expect(markdown).not.toContain("<!--");
  });

  it.each(HOSTILE)("holds %j in a table", (value) => {
    const table = `${tableHead(["a", "b"])}\n${row([code(value), "b"])}`;
    const cells = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "code", "td"];
    expect(tagsOf(table)).toEqual(cells);
    expect(livelyTextOf(table).replace(/\s+/g, "")).toBe("abb");
  });

  it.each(HOSTILE)("shows %j as it is", (value) => {
    const shown = textOf(htmlOf(`x${code(value)}x`).trim());
    expect(shown).toBe(`x${printable(value).replaceAll("<!--", "<! --")}x`);
  });
});

describe("prose", () => {
  it.each([
    ["the source moved", "the source moved"],
    ['new tag matches ">=1.17"', "new tag matches &#34;&#62;=1.17&#34;"],
    ["docker.io/library/redis:7-9f21c0d39f21", "docker.io/library/redis:7-9f21c0d39f21"],
    ["@everyone", "@&#8203;everyone"],
    ["#12", "#&#8203;12"],
  ])("of %j is %s", (value, markdown) => {
    expect(prose(value)).toBe(markdown);
  });

  it.each(HOSTILE)("makes mere words of %j", (value) => {
    const markdown = `before ${prose(value)} after`;
    expect(tagsOf(markdown)).toEqual(["p"]);
    expect(livelyTextOf(markdown)).not.toMatch(/@\w|#\d|GH-\d/);
    expect(markdown).not.toContain("<!--");
    const table = `${tableHead(["a", "b"])}\n${row([prose(value), "b"])}`;
    expect(tagsOf(table).filter((tag) => tag === "td")).toHaveLength(2);
    expect(tagsOf(table)).not.toContain("a");
  });
});

describe("a remark", () => {
  it.each([
    ["write `redis:7`, or `a`", "write `redis:7`, or `a`"],
    ["see https://evil.example/a", "see https&#58;//evil.example/a"],
    ["`https://evil.example/a`", "`https://evil.example/a`"],
    [
      "`https://evil.example/` `` https://evil.example/",
      "`https://evil.example/` &#96;&#96; https&#58;//evil.example/",
    ],
  ])("of %j is %s", (value, markdown) => {
    expect(remark(value)).toBe(markdown);
  });

  it.each(HOSTILE)("lets %j be no more than words and code", (value) => {
    expect(tagsOf(`before ${remark(value)} after`).filter((tag) => tag !== "code")).toEqual(["p"]);
  });
});

describe("advice", () => {
  it.each([
    ["add `permissions: packages: write` to the job", "add `permissions: packages: write` to the job"],
    [
      "See https://docs.github.com/a_b?x=1&y=2#z, then go on.",
      "See [https&#58;//docs.github.com/a&#95;b?x=1&#38;y=2#z](<https://docs.github.com/a_b?x=1&amp;y=2#z>), then go on.",
    ],
    ["a ` alone", "a &#96; alone"],
    ["http://plain.example is no link", "http&#58;//plain.example is no link"],
  ])("of %j is %s", (value, markdown) => {
    expect(advice(value)).toBe(markdown);
  });

  it.each(HOSTILE)("lets %j be no more than code and links that say where they lead", (value) => {
    const html = htmlOf(`before ${advice(value)} after`);
    expect([...html.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag)).not.toEqual(
      expect.arrayContaining([expect.not.stringMatching(/^(?:p|code|a)$/)]),
    );
    for (const [, href = "", words = ""] of html.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)) {
      expect(textOf(words)).toBe(textOf(href));
    }
  });
});

describe("link", () => {
  it.each([
    ['https://a.example/(x)|<y> "z"', "[words](<https://a.example/%28x%29%7C%3Cy%3E%20%22z%22>)"],
    ["https://a.example/\ud800", "[words](<https://a.example/%EF%BF%BD>)"],
    ["javascript:alert(1)", "words"],
    ["http://127.0.0.1:3000/ui", "[words](<http://127.0.0.1:3000/ui>)"],
    ["http://127.0.0.1:3000@a.example/", "words"],
    ["http://127.0.0.1.a.example/", "words"],
  ])("to %j is %s", (url, markdown) => {
    expect(link("words", url)).toBe(markdown);
  });
});

describe("time", () => {
  it("is ISO 8601 in UTC, to the second", () => {
    expect(time(Date.UTC(2026, 10, 22, 14, 2, 3, 456))).toBe("2026-11-22T14:02:03Z");
  });
});

describe("excerpt", () => {
  it.each([
    ["short", 5, "short"],
    ["longer", 5, "longe…"],
    ["x😀", 2, "x\ufffd…"],
  ])("of %j with %i is %j", (text, length, expected) => {
    expect(excerpt(text, length)).toBe(expected);
  });
});
