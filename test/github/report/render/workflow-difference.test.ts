import { describe, expect, it } from "vitest";
import { fitParts } from "../../../../src/github/report/render/fit-parts.ts";
import { workflowDifference } from "../../../../src/github/report/render/workflow-difference.ts";
import { HOSTILE, tagsOf } from "./html.ts";
import { OLD, TEXT } from "./samples.ts";

const show = (found: string, text: string) => {
  const part = workflowDifference({ found, text });
  return part && fitParts([part]);
};
const lines = (amount: number, text: string) => Array.from({ length: amount }, () => `${text}\n`).join("");

describe("workflowDifference", () => {
  it("is a block of code that can be read as a difference", () => {
    expect(`${show(OLD, TEXT)}\n`).toBe(`\
\`\`\`diff
@@ -1,4 +1,4 @@
-# version 1
+# version 2
 name: ghcr-mirror
 on: workflow_dispatch
 jobs:
\`\`\`
`);
  });

  it("does not care how lines end", () => {
    expect(show(OLD.replaceAll("\n", "\r\n"), TEXT)).toBe(show(OLD, TEXT));
    expect(show(TEXT.replaceAll("\n", "\r\n"), TEXT)).toBeUndefined();
  });

  it.each([
    ["nothing is there", "", TEXT],
    ["nothing changes", TEXT, TEXT],
    ["nothing is the same", lines(600, "x"), lines(600, "y")],
    ["the file is too long", lines(60_000, "x"), TEXT],
  ])("is not given where %s", (_when, found, text) => {
    expect(show(found, text)).toBeUndefined();
  });

  it("is kept short, and closed", () => {
    const text = show(lines(450, "x".repeat(200)), TEXT) ?? "";
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
    expect(text).toMatch(/\n… and 4\d\d more lines\n```$/);
  });

  it.each(HOSTILE)("holds %j", (value) => {
    expect(tagsOf(show(`${OLD}${value}\n\`\`\`\`\n`, TEXT) ?? "")).toEqual(["pre", "code"]);
  });
});
