import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  renderInvalidPolicy,
  renderPolicyChange,
} from "../../../../src/github/report/render/render-policy-change.ts";
import { renderReceived } from "../../../../src/github/report/render/render-received.ts";
import { renderSynced } from "../../../../src/github/report/render/render-synced.ts";
import { image } from "../../../cli/reports.ts";
import { context, policy, reportOf } from "./plans.ts";
import { change } from "./pull-samples.ts";
import { shown } from "./shown.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "../../../../docs", name), "utf8");
const told = { path: policy.path, commit: policy.commit, finishedAt: context.computedAt };

describe("docs/policy.md", () => {
  const page = read("policy.md");
  const problem = { line: 3, column: 5, path: "", message: "is wrong" };
  const changed = renderPolicyChange(change, told);

  it("has what a change means as it is rendered", () => {
    expect(page).toContain(shown(changed.output.summary));
  });

  it("has every end, and no other", () => {
    const [, section = ""] = page.split(/^## A change of the policy$|^## Problems$/m);
    const rows = [...section.matchAll(/^\| ([a-z ]+) \| `([^`]+)` \|/gm)].map(([, ...row]) => row);
    const ends = [
      changed,
      renderPolicyChange({ ...change, touched: [] }, told),
      renderInvalidPolicy([problem], told),
    ];
    expect(rows).toEqual(ends.map(({ conclusion, output }) => [conclusion, output.title]));
  });
});

describe("docs/publishing.md", () => {
  it("has the title of what came from another organization", () => {
    const brought = reportOf([image({ bytes: 182_000_000 })]);
    const carrier = { kind: "app" } as const;
    const end = renderSynced(brought, { ...context, carrier, finishedAt: 0, seen: undefined, notices: [] });
    const { output } = renderReceived(end, { owner: "vllm-project", name: "aibrix" });
    expect(read("publishing.md")).toContain(`\n\`\`\`text\n${output.title}\n\`\`\`\n`);
  });
});
