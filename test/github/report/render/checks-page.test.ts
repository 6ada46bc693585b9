import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedBy } from "../../../../src/github/report/render/publication.ts";
import { renderFollowing } from "../../../../src/github/report/render/render-following.ts";
import { renderObstacle } from "../../../../src/github/report/render/render-obstacle.ts";
import type { Obstacle } from "../../../../src/publish/obstacle.ts";
import { carrier, context, OBSTACLES } from "./samples.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/checks.md"), "utf8");
const render = (obstacle: Obstacle) => renderObstacle(obstacle, context);

describe("docs/checks.md", () => {
  it("has every obstacle, as it is told, and no other", () => {
    const rows = [...page.matchAll(/^\| ([a-z ]+) \| `([^`]+)` \|/gm)].map(([, conclusion, title]) => [
      conclusion,
      title,
    ]);
    const told = [...Object.values(OBSTACLES), { ...OBSTACLES.NOT_STARTED, words: [] }].map((obstacle) => {
      const { conclusion, output } = render(obstacle);
      return [conclusion.replaceAll("_", " "), output.title];
    });
    expect(rows.sort()).toEqual(told.sort());
  });

  it("has an example as it is rendered", () => {
    const { summary } = render(OBSTACLES.ACTIONS_DISABLED).output;
    const example = summary.replaceAll(/\]\(<(.*?)>\)/g, "]($1)");
    expect(page).toContain(`\n\`\`\`markdown\n${example}\n\`\`\`\n`);
  });

  it("has the titles of a workflow that copies", () => {
    const titles = [
      renderFollowing({ kind: "starting", since: 0 }, 3_000),
      renderFollowing({ kind: "queued", since: 0, carrier }, 240_000),
      renderFollowing({ kind: "running", since: 0, carrier, jobs: 1, ended: 0 }, 120_000),
      renderFollowing({ kind: "running", since: 0, carrier, jobs: 3, ended: 1 }, 120_000),
      renderFollowing({ kind: "collecting", since: 0, carrier }, 120_000),
    ].map(({ title }) => title);
    expect(page).toContain(`\n\`\`\`text\n${titles.join("\n")}\n\`\`\`\n`);
  });

  it("says who published", () => {
    expect(page).toContain(`\n   ${publishedBy({ kind: "app" })}\n`);
    // Words alone where there is no page.
    expect(page).toContain(`\n   ${publishedBy({ ...carrier, url: "" })}\n`);
  });
});
