import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shown } from "../../../github/report/render/shown.ts";
import { longReplies, shortReplies } from "./replies.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/commands.md"), "utf8");

describe("docs/commands.md", () => {
  it("has replies as they are given", async () => {
    for (const reply of Object.values(await longReplies())) expect(page).toContain(shown(reply));
  });

  it("has the sentences of replies as they are given, and no other", async () => {
    const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, "");
    const items = [...prose.matchAll(/^- (.*)$/gm)].map(([, item]) => item);
    expect(items.sort()).toEqual([...(await shortReplies())].sort());
  });
});
