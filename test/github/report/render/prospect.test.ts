import { describe, expect, it } from "vitest";
import { type Prospect, prospectLines } from "../../../../src/github/report/render/prospect.ts";

const AT = Date.UTC(2026, 10, 22, 14);
const HOUR = 3_600_000;
const BUDGET = { registry: "docker.io", limit: 100, remaining: 62, free: 42, window: 21_600 };
const LIMIT = { registry: "docker.io", limit: 100, remaining: 80, window: 21_600 };
const NOTHING: Prospect = { looks: [], waiting: undefined, budgets: [] };

describe("prospectLines", () => {
  it("tells when it looks next, what waits, and what may be pulled", () => {
    const looks = [
      { schedule: "every 6h", dueAt: AT },
      { schedule: "0 4 * * 1", dueAt: AT + 14 * HOUR },
    ];
    const waiting = { images: 420, until: AT + 2 * HOUR };
    expect(prospectLines({ looks, waiting, budgets: [BUDGET] }, [])).toEqual([
      "- next look: 2026-11-22T14:00:00Z (`every 6h`), 2026-11-23T04:00:00Z (`0 4 * * 1`)",
      "- waiting for pulls: 420 images, the first until 2026-11-22T16:00:00Z",
      "- pulls: 62 of 100 in 6 h are left at docker.io, 20 of them for people",
    ]);
  });

  it("counts one image as one", () => {
    const lines = prospectLines({ ...NOTHING, waiting: { images: 1, until: AT } }, []);
    expect(lines[1]).toBe("- waiting for pulls: 1 image, until 2026-11-22T14:00:00Z");
  });

  it("says where nothing comes by itself", () => {
    expect(prospectLines(NOTHING, [])).toEqual(["- next look: none is scheduled"]);
  });

  it.each([
    [{ free: 62 }, "62 of 100 in 6 h are left at docker.io"],
    [
      { remaining: 20, free: 0, until: "2026-11-22T16:00:00.123Z" },
      "20 of 100 in 6 h are left at docker.io, 20 of them for people; more at 2026-11-22T16:00:00Z",
    ],
    [{ remaining: 0, free: 0 }, "0 of 100 in 6 h are left at docker.io"],
  ])("tells of pulls, where %j", (changes, words) => {
    const budgets = [{ ...BUDGET, ...changes }];
    expect(prospectLines({ ...NOTHING, budgets }, []).slice(1)).toEqual([`- pulls: ${words}`]);
  });

  it("tells what a registry said last only where nothing newer is known", () => {
    const limits = [LIMIT, { ...LIMIT, registry: "a.example" }];
    expect(prospectLines({ ...NOTHING, budgets: [BUDGET] }, limits).slice(1)).toEqual([
      "- pulls: 62 of 100 in 6 h are left at docker.io, 20 of them for people",
      "- pulls: 80 of 100 in 6 h were left at a.example when the last run ended",
    ]);
  });

  it("stays short", () => {
    const looks = Array.from({ length: 40 }, (_, at) => ({ schedule: `every ${at + 1}h`, dueAt: AT }));
    const budgets = looks.map((_, at) => ({ ...BUDGET, registry: `${at}.example` }));
    const lines = prospectLines({ looks, waiting: undefined, budgets }, []);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/\(`every 5h`\), and 35 more$/);
  });
});
