import { type CompareOptions, compareTools } from "./compare-tools.ts";
import { Lab } from "./lab.ts";
import { sandboxRegistry } from "./registry/sandbox-registry.ts";
import { type Goal, judge } from "./report/goal.ts";
import { type MemoryReport, OWN_TOOL } from "./report/report.ts";
import type { ToolResult } from "./report/tool-result.ts";
import type { Session } from "./session.ts";
import type { Tool } from "./tool.ts";
import type { Variant } from "./workload.ts";

const MIB = 2 ** 20;
const SMALL = 64 * MIB;
const LARGE = 4096 * MIB;

/**
 * Measures each tool's peak memory with a layer of 64 MiB and with one of 4 GiB. Both are made up and thrown away by
 * the sandbox's registries, so that nothing has to be stored.
 */
export async function measureMemory(
  tools: readonly Tool[],
  session: Session,
  options: Omit<CompareOptions, "run" | "signal">,
): Promise<MemoryReport> {
  const measure = async (size: number) => {
    await using lab = await Lab.open(oneLayer(size), session, sandboxRegistry);
    return await compareTools(tools, lab.job, { ...options, signal: lab.signal, run: (way) => lab.run(way) });
  };
  const small = await measure(SMALL);
  const large = await measure(LARGE);
  const pairs = small.results.flatMap((before) => {
    const after = large.results.find(({ tool }) => tool === before.tool);
    return after === undefined ? [] : [{ before, after }];
  });
  const own = pairs.find(({ after }) => after.tool === OWN_TOOL);
  return {
    smallLayer: SMALL,
    largeLayer: LARGE,
    tools: pairs.flatMap(({ before, after }) =>
      before.peakBytes === null || after.peakBytes === null
        ? []
        : [{ tool: after.tool, small: before.peakBytes, large: after.peakBytes }],
    ),
    leftOut: [...small.leftOut, ...large.leftOut],
    goals: judge([growthGoal(own?.before)], own?.after, []),
  };
}

function growthGoal(before: ToolResult | undefined): Goal {
  const small = before?.peakBytes ?? null;
  return {
    what: "growth in MiB",
    measure: ({ peakBytes }) => (peakBytes === null || small === null ? null : (peakBytes - small) / MIB),
    atMost: 10,
  };
}

function oneLayer(size: number): Variant {
  const name = `memory-${size / MIB}`;
  const summary = `one layer of ${size / MIB} MiB`;
  const tags = [{ name: "v1", images: [{ name, layers: [{ seed: name, size }] }] }];
  return {
    name,
    workload: { name, summary, tags, destination: "empty", goals: {} },
    network: "local",
    goals: [],
  };
}
