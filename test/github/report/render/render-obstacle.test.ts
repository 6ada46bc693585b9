import { describe, expect, it } from "vitest";
import { renderObstacle } from "../../../../src/github/report/render/render-obstacle.ts";
import type { Obstacle } from "../../../../src/publish/obstacle.ts";
import { DEFAULT_ACTION, workflowText } from "../../../../src/workflow/workflow-file.ts";
import { HOSTILE, htmlOf, livelyTextOf, tagsOf } from "./html.ts";
import { context, OBSTACLES, path, place, TEXT } from "./samples.ts";

const ORIGIN = "For `.github/mirror.yml@4f2c1aa`, at 2026-11-22T14:02:03Z.";
const REPOSITORY = "https://github.com/acme/mirrors";
const SETTINGS = "https://github.com/organizations/acme/settings";

const render = (obstacle: Obstacle) => renderObstacle(obstacle, context);
const linksIn = (markdown: string) =>
  [...htmlOf(markdown).matchAll(/<a href="([^"]*)"/g)].map(([, url = ""]) => url.replaceAll("&amp;", "&"));

describe("renderObstacle", () => {
  it.each<[Obstacle["code"], string, string, readonly string[]]>([
    [
      "WORKFLOW_DISABLED",
      "action_required",
      "Enable the workflow in acme/mirrors",
      [`${REPOSITORY}/actions/workflows/ghcr-mirror.yml`],
    ],
    [
      "ACTIONS_DISABLED",
      "action_required",
      "Let GitHub Actions run in acme/mirrors",
      [`${REPOSITORY}/settings/actions`, `${SETTINGS}/actions`],
    ],
    [
      "NOT_PERMITTED",
      "action_required",
      "Let the App start workflows in acme",
      [`${SETTINGS}/installations/42/permissions/update`],
    ],
    [
      "NOT_ACCEPTED",
      "failure",
      "GitHub did not start the workflow in acme/mirrors",
      [`${REPOSITORY}/actions/workflows/ghcr-mirror.yml`, "https://www.githubstatus.com"],
    ],
    [
      "WAITS_FOR_APPROVAL",
      "action_required",
      "Approve the workflow's run 17",
      [`${REPOSITORY}/actions/runs/4711`, `${REPOSITORY}/actions/runs/4711`],
    ],
    ["CANCELLED", "cancelled", "Cancelled in GitHub Actions (run 17)", [`${REPOSITORY}/actions/runs/4711`]],
    [
      "NOT_STARTED",
      "failure",
      "GitHub Actions did not start: payments or a spending limit (run 17)",
      [`${REPOSITORY}/actions/runs/4711`, `${SETTINGS}/billing`],
    ],
    ["TIMED_OUT", "failure", "The workflow ran out of time (run 17)", [`${REPOSITORY}/actions/runs/4711`]],
    [
      "NAMELESS",
      "failure",
      "The workflow's run cannot be found",
      [`${REPOSITORY}/actions/workflows/ghcr-mirror.yml`],
    ],
    [
      "DELETED",
      "cancelled",
      "The workflow's run was deleted",
      [`${REPOSITORY}/actions/workflows/ghcr-mirror.yml`],
    ],
    [
      "NO_RESULT",
      "failure",
      "The workflow left no result (run 17)",
      [`${REPOSITORY}/actions/runs/4711`, `${REPOSITORY}/actions/runs/4711`],
    ],
  ])("tells of %s", (code, conclusion, title, links) => {
    const end = render(OBSTACLES[code]);
    expect([end.conclusion, end.output.title]).toEqual([conclusion, title]);
    expect(linksIn(end.output.summary)).toEqual(links);
    expect(end.output.summary.endsWith(`\n\n${ORIGIN}`)).toBe(true);
  });

  it.each<[Obstacle["code"], string]>([
    ["WORKFLOW_OUTDATED", 'GitHub did not start it: `Unexpected inputs provided: ["only"]`'],
    ["ACTIONS_DISABLED", "GitHub says: `Actions has been disabled for this repository.`"],
    ["NOT_PERMITTED", "GitHub says: `Resource not accessible by integration`"],
    ["NOT_ACCEPTED", "GitHub says: `Something new`"],
    ["NOT_STARTED", "### In GitHub's words\n\n- `The job was not started because recent"],
    ["NO_RESULT", "### What is wrong with it\n\n- `there is no artifact ghcr-mirror-1-0`\n"],
  ])("tells of %s in the words that came", (code, words) => {
    expect(render(OBSTACLES[code]).output.summary).toContain(words);
  });

  it("speaks of payments only where GitHub does", () => {
    const { title, summary } = render({ ...OBSTACLES.NOT_STARTED, words: ["No runner"] }).output;
    expect(title).toBe("GitHub Actions began no step of the workflow (run 17)");
    expect(summary).not.toContain("billing");
    expect(render({ ...OBSTACLES.NOT_STARTED, words: [] }).output.summary).not.toContain("###");
  });

  describe("of a missing workflow", () => {
    const missing = (changes: object = {}) => render({ ...OBSTACLES.WORKFLOW_MISSING, ...changes });
    const newFile = (changes: object = {}) => linksIn(missing(changes).output.summary)[0] ?? "";

    it("shows it, what it does, and how to add it", () => {
      const { conclusion, output } = missing();
      expect([conclusion, output.title]).toEqual(["action_required", `Add ${path} to acme/mirrors`]);
      expect(output.summary).toContain("(`contents: read`) and write packages (`packages: write`)");
      expect(output.summary).toContain("run `npx ghcr-mirror init` in a checkout");
      expect(output.summary).toContain(`### \`${path}\`\n\n\`\`\`yaml\n${TEXT}\`\`\`\n`);
    });

    it.each([
      ["the workflow", workflowText(DEFAULT_ACTION)],
      ["characters of all kinds", "a: \"b\" & 'c' + 100% #d?\n  (é|*)<>\\ `e` $f\n"],
    ])("links to a new file with %s in it", (_what, text) => {
      const url = new URL(newFile({ text }));
      expect(url.origin + url.pathname).toBe(`${REPOSITORY}/new/main`);
      expect([...url.searchParams]).toEqual([
        ["filename", path],
        ["value", text],
      ]);
    });

    it("leaves the text to be pasted where GitHub would not take the URL", () => {
      const text = `# ${"é".repeat(2000)}\n`;
      expect([...new URL(newFile({ text })).searchParams.keys()]).toEqual(["filename"]);
      expect(missing({ text }).output.summary).toContain("paste the text from below");
      expect(missing({ text }).output.summary).toContain(text);
    });

    it.each([
      ["release/2.x", "/new/release/2.x?"],
      ["fix#1?&%", "/new/fix%231%3F%26%25?"],
    ])("names the branch %s", (defaultBranch, part) => {
      expect(newFile({ place: { ...place, defaultBranch } })).toContain(part);
    });

    it("shows all of the file or nothing of it", () => {
      expect(missing({ text: "x\n".repeat(20_000) }).output.summary).not.toContain("```");
    });
  });

  describe("of an outdated workflow", () => {
    it("shows what to change, and the whole file", () => {
      const { conclusion, output } = render(OBSTACLES.WORKFLOW_OUTDATED);
      expect([conclusion, output.title]).toEqual(["action_required", `Update ${path} in acme/mirrors`]);
      expect(linksIn(output.summary)).toEqual([`${REPOSITORY}/edit/main/${path}`]);
      expect(output.summary).toContain("### What changes\n\n```diff\n@@ -1,4 +1,4 @@\n-# version 1\n");
      expect(output.summary).toContain(
        `<details><summary>The whole file as it should be</summary>\n\n\`\`\`yaml\n${TEXT}\`\`\`\n\n</details>`,
      );
    });

    it("shows the file where nothing of it is the same", () => {
      const { summary } = render({ ...OBSTACLES.WORKFLOW_OUTDATED, found: "" }).output;
      expect(summary).toContain("put the text from below in its place");
      expect(summary).not.toContain("```diff");
    });
  });

  const structure = (markdown: string) =>
    tagsOf(markdown).filter((tag) => !["code", "a", "li"].includes(tag));

  describe.each(Object.values(OBSTACLES))("$code", (obstacle) => {
    it.each([...HOSTILE, "http://plain.example/", "javascript:alert(1)"])(
      "is not led astray by %j",
      (value) => {
        const hostile = poison(obstacle, value);
        const { title, summary } = render(hostile).output;
        expect(structure(summary)).toEqual(structure(render(obstacle).output.summary));
        expect(summary).not.toMatch(/<!--|\]\(<(?!https:)/);
        expect(livelyTextOf(summary)).not.toMatch(/@\w|#\d|GH-\d/);
        expect(title).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      },
    );

    it("keeps within the budget", () => {
      const { title, summary } = render(poison(obstacle, "€|".repeat(50_000))).output;
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(60_000);
      expect(title.length).toBeLessThan(300);
    });
  });
});

/** The same obstacle with `value` for all that GitHub or a person may choose. */
function poison(obstacle: Obstacle, value: string): Obstacle {
  const names = value.slice(0, 200);
  const repository = { owner: names, name: names };
  return {
    ...obstacle,
    place: { repository, url: names, defaultBranch: names },
    ...("carrier" in obstacle && { carrier: { ...obstacle.carrier, repository, url: names } }),
    ...("conclusion" in obstacle && { conclusion: names }),
    ...("found" in obstacle && { found: `${obstacle.found}${value}\n` }),
    ...("words" in obstacle && {
      words: Array.isArray(obstacle.words) ? Array.from({ length: 300 }, () => value) : value,
    }),
  } as Obstacle;
}
