import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startProgress } from "../../../src/cli/progress/progress.ts";
import { recorder } from "../recorder.ts";
import { image } from "../reports.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const failed = image({
  result: "failed",
  error: { code: "NOT_FOUND", side: "source", message: "docker.io answered 404" },
});
const failure =
  "docker.io/library/redis:7 → ghcr.io/acme/redis:7: failed at the source (NOT_FOUND): docker.io answered 404";

function start(columns?: number, settings: { quiet?: boolean; dumbTerminal?: boolean } = {}) {
  const output = recorder(columns);
  const progress = startProgress({ output, now: Date.now, quiet: false, dumbTerminal: false, ...settings });
  return { output, progress };
}

describe("on a terminal", () => {
  it("redraws at most ten times a second, and only what changed", () => {
    const { output, progress } = start(80);
    progress.onEvent({ type: "selected", images: 2 });
    progress.onEvent({ type: "planned", images: 2 });
    progress.onEvent({ type: "expected", bytes: 1000 });
    for (let tick = 0; tick < 500; tick++) {
      progress.onEvent({ type: "moved", bytes: 1 });
      vi.advanceTimersByTime(1);
    }
    expect(output.writes).toHaveLength(5);
    vi.advanceTimersByTime(300);
    expect(output.writes).toHaveLength(5);
    expect(output.writes.at(-1)).toBe(
      "\r\x1b[J███████████████░░░░░░░░░░░░░░░  50%  500 B of 1 kB, 0/2 images",
    );
  });

  it("prints a failure at once, above the bar", () => {
    const { output, progress } = start(80);
    progress.onEvent({ type: "selected", images: 2 });
    progress.onEvent({ type: "planned", images: 2 });
    vi.advanceTimersByTime(100);
    progress.onEvent({ type: "finished", image: image() });
    progress.onEvent({ type: "finished", image: failed });
    vi.advanceTimersByTime(100);
    expect(output.writes).toEqual([
      "\r\x1b[J0/2 images",
      `\r\x1b[J${failure}\n`,
      "\r\x1b[J2/2 images, 1 failed",
    ]);
  });

  it("clears all its rows at the end, and draws no more", () => {
    const { output, progress } = start(80);
    progress.onEvent({
      type: "waiting",
      registry: "docker.io",
      milliseconds: 41_000,
      why: "toomanyrequests",
    });
    vi.advanceTimersByTime(100);
    progress[Symbol.dispose]();
    vi.advanceTimersByTime(60_000);
    expect(output.writes).toEqual([
      "\r\x1b[JLooking up tags, 0 s\nwaiting 41 s for docker.io: toomanyrequests",
      "\r\x1b[1A\x1b[J",
    ]);
  });

  it("never reaches the last column", () => {
    const { output, progress } = start(12);
    vi.advanceTimersByTime(100);
    expect(output.text()).toBe("\r\x1b[JLooking up…");
    progress[Symbol.dispose]();
  });
});

describe("elsewhere", () => {
  it.each([
    ["a pipe", undefined, {}],
    ["a terminal without a cursor", 80, { dumbTerminal: true }],
  ])("writes lines now and then: %s", (_where, columns, settings) => {
    const { output, progress } = start(columns, settings);
    progress.onEvent({ type: "selected", images: 143 });
    progress.onEvent({ type: "planned", images: 3 });
    progress.onEvent({ type: "expected", bytes: 24_000_000 });
    progress.onEvent({ type: "waiting", registry: "ghcr.io", milliseconds: 700, why: "soon" });
    progress.onEvent({ type: "waiting", registry: "docker.io", milliseconds: 9000, why: "toomanyrequests" });
    progress.onEvent({ type: "waiting", registry: "docker.io", milliseconds: 9500, why: "toomanyrequests" });
    progress.onEvent({ type: "moved", bytes: 12_000_000 });
    vi.advanceTimersByTime(10_000);
    progress.onEvent({ type: "finished", image: image() });
    progress.onEvent({ type: "finished", image: image({ action: "update" }) });
    progress.onEvent({ type: "finished", image: failed });
    progress[Symbol.dispose]();
    vi.advanceTimersByTime(60_000);
    expect(output.text()).toBe(`\
143 images, 3 to copy or update
waiting 9 s for docker.io: toomanyrequests
12 MB of 24 MB, 1.2 MB/s, 10 s left, 0/3 images
[1/3] docker.io/library/redis:7 → ghcr.io/acme/redis:7: copied, 12 MB
[2/3] docker.io/library/redis:7 → ghcr.io/acme/redis:7: updated, 12 MB
[3/3] ${failure}
`);
  });
});

describe("elsewhere, in a plan", () => {
  it.each([
    ["copy", "to copy"],
    ["update", "to update"],
  ] as const)("says that an image to %s is %s", (action, words) => {
    const { output, progress } = start();
    progress.onEvent({ type: "finished", image: image({ action, result: "planned" }) });
    progress[Symbol.dispose]();
    expect(output.text()).toBe(`[1/?] docker.io/library/redis:7 → ghcr.io/acme/redis:7: ${words}, 12 MB\n`);
  });
});

it("is silent when quiet is wanted", () => {
  const { output, progress } = start(80, { quiet: true });
  progress.onEvent({ type: "finished", image: failed });
  progress.note("note");
  vi.advanceTimersByTime(60_000);
  expect(output.text()).toBe("");
});
