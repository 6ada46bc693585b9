import { expect, it } from "vitest";
import { waitsOf } from "../../src/reconcile/waits-of.ts";
import { image } from "../cli/reports.ts";

const deferred = image({
  result: "deferred",
  reason: "waits for pulls: docker.io grants no more pulls for now",
});

it("counts by registry what waits, and says when the first of it goes on", () => {
  const times = ["2026-11-22T20:00:00.000Z", "2026-11-22T18:00:00.000Z"];
  const images = [
    image(),
    ...times.map((until) => ({ ...deferred, until })),
    { ...deferred, source: "a.example/b:1", reason: "who knows" },
    deferred,
  ];
  expect(waitsOf(images)).toEqual([
    {
      registry: "docker.io",
      images: 3,
      why: "docker.io grants no more pulls for now",
      isForPulls: true,
      until: Date.UTC(2026, 10, 22, 18),
    },
    { registry: "a.example", images: 1, why: "who knows", isForPulls: false, until: undefined },
  ]);
});

it("finds nothing where nothing waits", () => {
  expect(waitsOf([image({ action: "wait", result: "skipped" })])).toEqual([]);
});
