import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderDashboard } from "../../../../src/github/report/render/render-dashboard.ts";
import { type Cause, renderTrouble } from "../../../../src/github/report/render/render-trouble.ts";
import { dashboard, trouble } from "./issue-samples.ts";
import { shown } from "./shown.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/issues.md"), "utf8");

describe("docs/issues.md", () => {
  it("has the issue about a failure as it is rendered", () => {
    expect(page).toContain(shown(renderTrouble(trouble).body));
  });

  it("has the dashboard as it is rendered", () => {
    expect(page).toContain(shown(renderDashboard(dashboard, new Set(["plan"]))));
  });

  it("has every title", () => {
    const causes: readonly Cause[] = [
      trouble.cause,
      { kind: "config", path: ".github/mirror.yml", problems: [] },
      { kind: "run" },
    ];
    const titles = causes.map((cause) => renderTrouble({ ...trouble, cause }).title);
    expect(page).toContain(`\n\`\`\`text\n${titles.join("\n")}\n\`\`\`\n`);
  });
});
