import { describe, expect, it } from "vitest";
import { drawTerminal } from "../../scripts/picture/draw-terminal.ts";
import { readAnsi } from "../../scripts/picture/read-ansi.ts";

describe("readAnsi", () => {
  it("finds spans, their columns and their looks", () => {
    expect(readAnsi("\x1b[32m✓\x1b[39m  done,  \x1b[1mall of it\x1b[22m\n\nplain")).toEqual([
      [
        { column: 0, look: "green", text: "✓" },
        { column: 3, look: "plain", text: "done," },
        { column: 10, look: "strong", text: "all of it" },
      ],
      [],
      [{ column: 0, look: "plain", text: "plain" }],
    ]);
  });
});

describe("drawTerminal", () => {
  const svg = drawTerminal("a <b> & c\n\x1b[31m  no\x1b[39m", { columns: 10, title: 'A "title"' });

  it("is as large as the terminal", () => {
    expect(svg).toContain('width="124" height="80" viewBox="0 0 124 80"');
  });

  it("puts each span into its cells", () => {
    expect(svg).toContain('<text class="plain" x="20" y="35" textLength="75.6"');
    expect(svg).toContain(
      '<text class="red" x="36.8" y="55" textLength="16.8" xml:space="preserve">no</text>',
    );
  });

  it("escapes what XML would take for its own", () => {
    expect(svg).toContain(">a &#60;b&#62; &#38; c</text>");
    expect(svg).toContain("<title>A &#34;title&#34;</title>");
  });
});
