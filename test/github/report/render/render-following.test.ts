import { describe, expect, it } from "vitest";
import { renderFollowing } from "../../../../src/github/report/render/render-following.ts";
import type { Phase } from "../../../../src/publish/phase.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import { carrier } from "./samples.ts";

const NOW = Date.UTC(2026, 10, 22, 14, 2, 3);
const [SECOND, MINUTE] = [1000, 60_000];
const RUN = "[run 17](<https://github.com/acme/mirrors/actions/runs/4711>) of the workflow in `acme/mirrors`";
const RUNNERS = "(<https://github.com/acme/mirrors/settings/actions/runners>)";

const phase = (kind: Phase["kind"], elapsed: number, jobs = 1, ended = 0): Phase => ({
  kind,
  since: NOW - elapsed,
  carrier,
  jobs,
  ended,
});

describe("renderFollowing", () => {
  it.each<[string, Phase]>([
    ["Starting the workflow: 3 s", phase("starting", 3 * SECOND)],
    ["Starting the workflow: 0 s", phase("starting", -5 * SECOND)],
    ["Waiting for a runner: 41 s (run 17)", phase("queued", 41_900)],
    ["Waiting for a runner: 4 min (run 17)", phase("queued", 4 * MINUTE + 59 * SECOND)],
    ["Waiting for a runner: 1 h 5 min (run 17)", phase("queued", 65 * MINUTE)],
    ["Copying in GitHub Actions: 2 min (run 17)", phase("running", 2 * MINUTE)],
    ["Copying in GitHub Actions: 1 of 3 jobs done (run 17)", phase("running", 2 * MINUTE, 3, 1)],
    ["Reading what the workflow reports (run 17)", phase("collecting", 2 * MINUTE)],
  ])("says %s", (title, given) => {
    expect(renderFollowing(given, NOW).title).toBe(title);
  });

  it.each<[Phase["kind"]]>([["queued"], ["running"], ["collecting"]])("links the run that is %s", (kind) => {
    expect(renderFollowing(phase(kind, MINUTE), NOW).summary).toContain(RUN);
  });

  it.each([
    [9, `No runner has begun ${RUN} yet.`],
    [
      10,
      `No runner has begun ${RUN} yet.\n\nThat is unusual. Mostly all runners are busy, or none that fits \`runs-on\` in the workflow is online: see [the repository's runners]${RUNNERS}. Or another run of the workflow for the same destination has not ended.`,
    ],
    [
      61,
      `No runner has begun ${RUN} yet.\n\nIt has waited for 1 h 1 min, and will hardly begin by itself. Start a runner that fits \`runs-on\` in the workflow, see [the repository's runners]${RUNNERS}; or cancel the run on its page, put the workflow right, and press **Re-run** here. GitHub gives it up after a day or two.`,
    ],
  ])("says after %i minutes in the queue why that may be", (minutes, summary) => {
    const told = renderFollowing(phase("queued", minutes * MINUTE), NOW).summary;
    expect(told.replaceAll("&#39;", "'")).toBe(summary);
  });

  it.each([...HOSTILE, "javascript:alert(1)", "http://plain.example/"])(
    "is not led astray by %j",
    (value) => {
      for (const kind of ["starting", "queued", "running", "collecting"] as const) {
        const hostile = {
          kind: "actions",
          repository: { owner: value, name: value },
          number: 17,
          url: value,
        };
        const { summary } = renderFollowing(
          { ...phase(kind, 15 * MINUTE), carrier: hostile } as unknown as Phase,
          NOW,
        );
        expect(tagsOf(summary).filter((tag) => !["p", "code", "a"].includes(tag))).toEqual([]);
        expect(summary).not.toMatch(/<!--|\]\(<(?!https:)/);
        expect(livelyTextOf(summary)).not.toMatch(/@\w|#\d|GH-\d/);
      }
    },
  );
});
