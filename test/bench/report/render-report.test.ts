import { describe, expect, it } from "vitest";
import { wallGoal } from "../../../bench/report/goal.ts";
import { renderMemory, renderSetting, renderVariant } from "../../../bench/report/render-report.ts";
import { reportVariant } from "../../../bench/report/report.ts";
import { summarize } from "../../../bench/report/tool-result.ts";
import type { Variant } from "../../../bench/workload.ts";

const GIB = 2 ** 30;

const variant: Variant = {
  name: "big-rtt",
  workload: { name: "big", summary: "one big layer", tags: [], destination: "empty", goals: {} },
  network: "rtt",
  goals: [wallGoal("crane", 0.8), wallGoal("best", 0.8), wallGoal("skopeo", 0.5)],
};
const run = (tool: string, seconds: number, requests = {}) =>
  summarize(tool, "-j 4", [
    { seconds, cpuSeconds: 2, peakBytes: 5e7, requests: { source: requests, destination: {} } },
  ]);
const outcome = {
  results: [run("crane", 4, { "blob GET": 1, "ping GET": 1 }), run("ghcr-mirror", 3), run("oras", 3.5)],
  leftOut: [{ tool: "skopeo", why: "ended with status 1" }],
};

describe("renderVariant", () => {
  it("shows figures, ratios, requests, failures and goals", () => {
    const text = renderVariant(reportVariant(variant, 2 * GIB, outcome));
    expect(`\n${text}\n`).toBe(`
big-rtt: one big layer (2048 MiB)

tool         setting  rounds  wall s    min–max  ÷ best  ours ÷  CPU s  /GiB  MB
crane        -j 4          1    4.00  4.00–4.00    1.14    0.75   2.00  1.00  50
ghcr-mirror  -j 4          1    3.00  3.00–3.00    0.86       –   2.00  1.00  50
oras *       -j 4          1    3.50  3.50–3.50    1.00    0.86   2.00  1.00  50

requests     side         all  blob GET  ping GET
crane        source         2         1         1
             destination    0         ·         ·
ghcr-mirror  source         0         ·         ·
             destination    0         ·         ·
oras         source         0         ·         ·
             destination    0         ·         ·

skopeo has no result: ended with status 1

goal  at most           is
wall  ≤ 0.8 × crane   0.75      met
wall  ≤ 0.8 × best    0.86   missed
wall  ≤ 0.5 × skopeo     –  unknown
`);
  });
});

describe("renderSetting", () => {
  it("names what is absent", () => {
    const text = renderSetting({
      machine: { cores: 2, processor: "a processor", memoryBytes: 8 * GIB },
      registry: "docker-registry",
      tools: [
        { name: "crane", version: "0.22.1" },
        { name: "oras", version: null },
      ],
    });
    expect(text.split("\n")).toEqual([
      "2 cores (a processor), 8 GiB; registries: docker-registry",
      "tools: crane 0.22.1",
      "absent: oras",
    ]);
  });
});

describe("renderMemory", () => {
  it("shows the growth", () => {
    const sizes = { smallLayer: 64 * 2 ** 20, largeLayer: 4 * GIB };
    const tools = [{ tool: "oras", small: 20 * 2 ** 20, large: 25.5 * 2 ** 20 }];
    expect(renderMemory({ ...sizes, tools, leftOut: [], goals: [] })).toMatch(/^oras +21 +27 +5\.5$/m);
  });
});
