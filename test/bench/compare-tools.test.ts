import { describe, expect, it } from "vitest";
import { compareTools } from "../../bench/compare-tools.ts";
import type { Sample } from "../../bench/report/tool-result.ts";
import type { Job, Tool, Way } from "../../bench/tool.ts";

const endpoint = { host: "127.0.0.1:5000", secure: false };
const job: Job = { source: endpoint, destination: endpoint, repository: "a/b", tags: ["1"], directory: "/" };

const tool = (name: string, labels: readonly string[]): Tool => ({
  name,
  version: [],
  ways: () => labels.map((label) => ({ label, command: [name, label] })),
});

/** Runs take what `seconds` says for `<tool> <way>`; those it does not know fail. */
async function compare(tools: readonly Tool[], seconds: Readonly<Record<string, number>>, rounds = 2) {
  const runs: string[] = [];
  const run = async ({ command }: Way): Promise<Sample> => {
    const name = command.join(" ");
    runs.push(name);
    const taken = seconds[name];
    if (taken === undefined) throw new Error(`${name} broke`);
    return { seconds: taken, cpuSeconds: 1, peakBytes: 1, requests: { source: {}, destination: {} } };
  };
  const { signal } = new AbortController();
  const outcome = await compareTools(tools, job, { rounds, run, signal, progress: () => {} });
  const results = outcome.results.map(({ tool: name, way, rounds: n }) => `${name} ${way} ×${n}`);
  return { runs, results, leftOut: outcome.leftOut };
}

describe("compareTools", () => {
  it("takes each tool's fastest way, and begins each round with another tool", async () => {
    const tools = [tool("a", ["1", "2", "3"]), tool("b", ["1"])];
    const { runs, results } = await compare(tools, { "a 1": 3, "a 2": 1, "a 3": 2, "b 1": 5 });
    expect(runs).toEqual(["a 1", "a 2", "a 3", "a 2", "b 1", "b 1", "a 2"]);
    expect(results).toEqual(["a 2 ×2", "b 1 ×2"]);
  });

  it("does not repeat what is slow", async () => {
    const tools = [tool("a", ["1", "2"]), tool("b", ["1"])];
    const { runs, results } = await compare(tools, { "a 1": 100, "b 1": 100 }, 3);
    expect(runs).toEqual(["a 1", "b 1"]);
    expect(results).toEqual(["a 1 ×1", "b 1 ×1"]);
  });

  it("passes over a way that fails when another works", async () => {
    const { results, leftOut } = await compare([tool("a", ["1", "2"])], { "a 2": 1 }, 1);
    expect({ results, leftOut }).toEqual({ results: ["a 2 ×1"], leftOut: [] });
  });

  it("leaves out a tool that fails, says why, and goes on", async () => {
    const tools = [tool("a", ["1", "2"]), tool("b", ["1"]), tool("c", ["1"])];
    const { runs, results, leftOut } = await compare(tools, { "c 1": 1 });
    expect(runs).toEqual(["a 1", "a 2", "b 1", "c 1", "c 1"]);
    expect(results).toEqual(["c 1 ×2"]);
    expect(leftOut).toEqual([
      { tool: "a", why: "a 2 broke" },
      { tool: "b", why: "b 1 broke" },
    ]);
  });

  it("skips a tool that has no way for the job", async () => {
    const { results, leftOut } = await compare([tool("a", [])], {});
    expect({ results, leftOut }).toEqual({ results: [], leftOut: [] });
  });

  it("ends when it is told to", async () => {
    const stop = new AbortController();
    const run = () => {
      stop.abort(new Error("stopped"));
      return Promise.reject(stop.signal.reason);
    };
    const options = { rounds: 1, run, signal: stop.signal, progress: () => {} };
    await expect(compareTools([tool("a", ["1"])], job, options)).rejects.toThrow("stopped");
  });
});
