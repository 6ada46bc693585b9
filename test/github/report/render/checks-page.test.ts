import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../../src/config/policy/parse-policy.ts";
import { publishedBy } from "../../../../src/github/report/render/publication.ts";
import { renderBrokenPolicy } from "../../../../src/github/report/render/render-broken-policy.ts";
import { renderCancelled } from "../../../../src/github/report/render/render-cancelled.ts";
import { renderFollowing } from "../../../../src/github/report/render/render-following.ts";
import { renderObstacle } from "../../../../src/github/report/render/render-obstacle.ts";
import { renderSuperseded } from "../../../../src/github/report/render/render-superseded.ts";
import { renderSynced } from "../../../../src/github/report/render/render-synced.ts";
import { renderUnwanted } from "../../../../src/github/report/render/render-unwanted.ts";
import { renderWithdrawn } from "../../../../src/github/report/render/render-withdrawn.ts";
import type { Obstacle } from "../../../../src/publish/obstacle.ts";
import { image } from "../../../cli/reports.ts";
import { partlyDone } from "./kept-up.ts";
import { policy } from "./plans.ts";
import { carrier, context, OBSTACLES } from "./samples.ts";
import { shown } from "./shown.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/checks.md"), "utf8");
const render = (obstacle: Obstacle) => renderObstacle(obstacle, context);
const head = "9f21c0d3".repeat(5);

/** The conclusions and titles in the tables below a heading. */
function rowsBelow(heading: string): readonly string[][] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  const rows = own.matchAll(/^\| ([a-z ]+) \| `([^`]+)` \|/gm);
  return [...rows].map(([, ...cells]) => cells).sort();
}

const BROKEN = "version: 1\nsources:\n  deny: [mysql]\n";

describe("docs/checks.md", () => {
  it("has every obstacle, as it is told, and no other", () => {
    const told = [...Object.values(OBSTACLES), { ...OBSTACLES.NOT_STARTED, words: [] }].map((obstacle) => {
      const { conclusion, output } = render(obstacle);
      return [conclusion.replaceAll("_", " "), output.title];
    });
    expect(rowsBelow("A workflow that cannot copy")).toEqual(told.sort());
  });

  it("has an example as it is rendered", () => {
    expect(page).toContain(shown(render(OBSTACLES.ACTIONS_DISABLED).output.summary));
  });

  it("has every way not to come to an end", () => {
    const outputs = [
      renderCancelled("ann", [image()]),
      renderSuperseded(head),
      renderWithdrawn({ kind: "moved", login: "ann", head }),
      renderWithdrawn({ kind: "closed", login: "ann" }),
      renderWithdrawn({ kind: "not-allowed", login: "ann" }),
      renderUnwanted(),
    ];
    const told = outputs.map(({ title }) => ["cancelled", title]);
    expect(rowsBelow("Stopped, or not begun")).toEqual(told.sort());
  });

  it("has what is said of a policy that is wrong", () => {
    const { title, summary } = renderBrokenPolicy(policy, parsePolicy(BROKEN, "organization").problems);
    expect(page).toContain(`\n${title}\n`);
    expect(page).toContain(shown(summary));
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

  it("has what is said of images that wait for pulls", () => {
    const synced = renderSynced(partlyDone(80, 420), {
      ...context,
      repository: { owner: "acme", name: "mirrors" },
      carrier: { kind: "app" },
      seen: undefined,
      notices: [],
    });
    expect(page).toContain(`\n${synced.output.title}\n`);
    expect(page).toContain(shown(synced.output.summary.split("\n\n").slice(0, 2).join("\n\n")));
  });

  it("says who published", () => {
    expect(page).toContain(`\n   ${publishedBy({ kind: "app" })}\n`);
    // Words alone where there is no page.
    expect(page).toContain(`\n   ${publishedBy({ ...carrier, url: "" })}\n`);
  });
});
