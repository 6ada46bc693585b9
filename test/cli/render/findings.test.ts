import { describe, expect, it } from "vitest";
import { renderFindings } from "../../../src/cli/render/findings.ts";
import { colored, plain } from "../../../src/cli/render/style.ts";
import type { Finding } from "../../../src/doctor/finding.ts";

const FINDINGS: readonly Finding[] = [
  { name: "Config", state: "good", words: "It is right." },
  { name: "GitHub Actions", state: "unknown", words: "Nobody may see it.", remedy: "Be somebody else." },
  { name: "Package: ghcr.io/acme/redis, ghcr.io/acme/vault", state: "warning", words: "Linked to another." },
  {
    name: "Workflow file",
    state: "bad",
    words: "There is none.",
    remedy: "Add it.",
    link: "https://github.com/acme/mirrors/new/main?filename=x.yml&value=name%3A%20x",
  },
];

describe("renderFindings", () => {
  it("tells what needs a person first", () => {
    expect(renderFindings(FINDINGS, plain)).toBe(`✗  Workflow file   There is none.
                   → Add it.
                     https://github.com/acme/mirrors/new/main?filename=x.yml
!  Package: ghcr.io/acme/redis, ghcr.io/acme/vault
                   Linked to another.
?  GitHub Actions  Nobody may see it.
                   → Be somebody else.
✓  Config          It is right.

1 bad, 1 warning, 1 unknown, 1 good
`);
  });

  it("says nothing of nothing", () => {
    expect(renderFindings([], plain)).toBe("");
  });

  it("lets no words from outside steer the terminal", () => {
    const words = "\u001b[2Jgone\n✓  all is well ##[error]";
    const [line] = renderFindings(
      [{ name: "a\u202eb", state: "bad", words, remedy: words, link: words }],
      plain,
    ).split("\n");
    expect(line).toBe("✗  a\\u202eb  \\x1b[2Jgone\\n✓  all is well ##\\[error]");
  });

  it("colors the marks", () => {
    expect(renderFindings(FINDINGS.slice(0, 1), colored)).toContain("\u001b[32m✓\u001b[39m  ");
  });
});
