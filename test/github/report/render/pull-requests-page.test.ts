import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENDS, PLANS } from "./pull-samples.ts";
import { shown } from "./shown.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/pull-requests.md"), "utf8");

describe("docs/pull-requests.md", () => {
  it.each(["addition", "refused", "policy"] as const)(
    "has the comment of one with %s as it is rendered",
    (one) => {
      expect(page).toContain(shown(PLANS[one].comment));
    },
  );

  it.each([
    ["a fork", PLANS.fork, "Recompute:"],
    ["another base", PLANS.elsewhere, "Recompute:"],
    ["a thrifty plan", PLANS.thrifty, "To save pulls"],
    ["scarce pulls", PLANS.scarce, "may be spent now"],
  ])("has the line about %s", (_, { output }, words) => {
    const line = output.summary.split("\n").find((text) => text.includes(words));
    expect(page).toContain(`\n> ${line}\n`);
  });

  it("has every end, and no other", () => {
    const [, section = ""] = page.split(/^## How it ends$|^## The comment$/m);
    const rows = [...section.matchAll(/^\| ([a-z ]+) \| `([^`]+)` \|/gm)].map(([, ...row]) => row);
    expect(rows.sort()).toEqual([...ENDS].sort());
  });

  it("names every button", () => {
    for (const { label } of PLANS.addition.buttons) expect(page).toContain(`**${label}**`);
  });
});
