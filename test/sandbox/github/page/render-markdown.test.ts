import { describe, expect, it } from "vitest";
import { html, trusted } from "../../../../sandbox/github/page/html.ts";
import { renderMarkdown } from "../../../../sandbox/github/page/render-markdown.ts";

describe("Markdown", () => {
  it.each([
    ["**bold** `code`", "<p><strong>bold</strong> <code>code</code></p>"],
    ["| a |\n|--:|\n| b |", '<td align="right">b</td>'],
    ["<details open><summary>More</summary>\n\ntext\n\n</details>", "<details open><summary>More</summary>"],
    ["- [x] done", '<input checked disabled type="checkbox" />'],
    ["[a](https://example.test)", '<a href="https://example.test" rel="nofollow noopener noreferrer">a</a>'],
  ])("%j is shown", (markdown, expected) => {
    expect(renderMarkdown(markdown).text).toContain(expected);
  });

  it.each([
    ["<script>alert(1)</script>"],
    ["<img src=x onerror=alert(1)>"],
    ["<img src=data:image/svg+xml,x>"],
    ["[a](javascript:alert(1))"],
    ["<a href='//evil.test'>a</a>"],
    ["<iframe src='https://evil.test'></iframe>"],
    ["<form action='/ui/x'><button>b</button></form>"],
    ["<input type=password name=x>"],
    ["<style>*{}</style>"],
    ["<p style='position:fixed' id=x>text</p>"],
    ["`<b>`<svg onload=alert(1)>"],
  ])("%j is harmless", (markdown) => {
    expect(renderMarkdown(markdown).text).not.toMatch(
      /script|onerror|onload|evil|<iframe|<form|<button|<input|<style|style=|id=|data:/,
    );
  });
});

describe("a template", () => {
  it("escapes what it is given", () => {
    expect(html`<a title="${`"'>`}">${["<b>", trusted("<i>"), 1]}${undefined}</a>`.text).toBe(
      '<a title="&#34;&#39;&#62;">&#60;b&#62;<i>1</a>',
    );
  });
});
