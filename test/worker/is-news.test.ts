import { describe, expect, it } from "vitest";
import type { CarriedOut } from "../../src/publish/carried-out.ts";
import type { ImageReport, RunReport } from "../../src/reconcile/report.ts";
import { isNews } from "../../src/worker/is-news.ts";
import { digest, image, report } from "../cli/reports.ts";

const asItWas = image({ action: "up-to-date", result: "skipped" });
const vanished = { ...asItWas, isVanished: true } as const;
const young = image({ action: "wait", result: "skipped", until: "2026-11-25T00:00:00.000Z" });
const deferred = image({ result: "deferred", until: "2026-11-25T00:00:00.000Z" });
const departed = { source: "s", destination: "ghcr.io/acme/old:1", digest: digest("01d"), why: "gone" };

function carried(images: readonly ImageReport[], rest: Partial<RunReport> = {}): CarriedOut {
  return { report: { ...report(images), ...rest }, carrier: { kind: "app" }, seen: [], notices: [] };
}

describe("a run that came about by itself", () => {
  it.each<[string, CarriedOut, CarriedOut, boolean]>([
    ["has found nothing new", carried([asItWas]), carried([asItWas]), false],
    ["has brought something", carried([asItWas]), carried([image()]), true],
    ["has failed", carried([asItWas]), carried([image({ result: "failed" })]), true],
    ["misses what a source had", carried([asItWas]), carried([vanished]), true],
    ["misses what was said to be missing", carried([vanished]), carried([vanished]), false],
    ["finds again what was missing", carried([vanished]), carried([asItWas]), true],
    ["holds something back", carried([asItWas]), carried([young]), true],
    ["still holds it back", carried([young]), carried([young]), false],
    ["has something wait for pulls", carried([asItWas]), carried([deferred]), true],
    ["has it wait still", carried([deferred]), carried([deferred]), false],
    [
      "has it wait for longer than was said",
      carried([deferred]),
      carried([{ ...deferred, until: "2026-11-25T06:00:00.000Z" }]),
      true,
    ],
    ["finds that something has left", carried([asItWas]), carried([asItWas], { departed: [departed] }), true],
  ])("%s", (_, before, now, isTold) => {
    const runs = [{ conclusion: "success", published: before, scope: [] }] as const;
    expect(isNews(now, { runs, departures: [] })).toBe(isTold);
  });

  it.each(["failure", "cancelled", "action_required"] as const)(
    "comes after a %s, and tells that all is well",
    (conclusion) => {
      const runs = [{ conclusion, published: carried([asItWas]), scope: [] }];
      expect(isNews(carried([asItWas]), { runs, departures: [] })).toBe(true);
    },
  );

  it("knows what was said before a run that looked at a part", () => {
    const elsewhere = image({ ...asItWas, destination: "ghcr.io/acme/other:1" });
    const part = { conclusion: "success", published: carried([elsewhere]), scope: ["x"] } as const;
    const whole = { conclusion: "success", published: carried([vanished, elsewhere]), scope: [] } as const;
    expect(isNews(carried([vanished, elsewhere]), { runs: [part, whole], departures: [] })).toBe(false);
  });

  it("knows what was said to have left", () => {
    const runs = [{ conclusion: "neutral", published: carried([asItWas]), scope: [] }] as const;
    const announced = { ...departed, repository: 7, kind: "left", announcedAt: new Date(0) } as const;
    const now = carried([asItWas], { departed: [departed] });
    expect(isNews(now, { runs, departures: [announced] })).toBe(false);
  });

  it("has nothing to announce while so much is announced that there is no room for more", () => {
    const runs = [{ conclusion: "neutral", published: carried([asItWas]), scope: [] }] as const;
    const all = Array.from({ length: 60 }, (_, n) => ({
      ...departed,
      destination: `ghcr.io/acme/old:${n}`,
      deleteAfter: 1,
    }));
    const departures = all
      .slice(0, 50)
      .map((one) => ({ ...one, repository: 7, kind: "left" as const, announcedAt: new Date(0) }));
    const now = carried([asItWas], { departed: all });
    expect(isNews(now, { runs, departures })).toBe(false);
    expect(isNews(now, { runs, departures: departures.slice(1) })).toBe(true);
  });
});
