import { rotate } from "./measure/rotate.ts";
import { type Sample, summarize, type ToolResult } from "./report/tool-result.ts";
import type { Job, Tool, Way } from "./tool.ts";

/** A run that takes longer than this (in seconds) is not repeated. */
const SLOW = 45;

/** A tool that has no result, and why. */
export interface LeftOut {
  readonly tool: string;
  readonly why: string;
}

/** What tools did on the same job, side by side. */
export interface Outcome {
  readonly results: readonly ToolResult[];
  readonly leftOut: readonly LeftOut[];
}

/** How a comparison is done. `run` throws when a run fails. */
export interface CompareOptions {
  readonly rounds: number;
  readonly run: (way: Way) => Promise<Sample>;
  /** Told after every run. */
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Contestant {
  readonly tool: Tool;
  readonly way: Way;
  readonly samples: Sample[];
}

/**
 * Finds each tool's best way by trying all of them once, then runs the tools in turn, each round beginning with the
 * next one. A tool that fails once has no result; one that is slow keeps the samples it has.
 */
export async function compareTools(
  tools: readonly Tool[],
  job: Job,
  options: CompareOptions,
): Promise<Outcome> {
  const leftOut: LeftOut[] = [];
  const contestants: Contestant[] = [];
  const attempt = async (tool: Tool, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      options.signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      options.progress(`${tool.name}: ${why.split("\n", 1).join()}`);
      leftOut.push({ tool: tool.name, why });
    }
  };
  for (const tool of tools) {
    await attempt(tool, async () => {
      const contestant = await choose(tool, job, options);
      if (contestant !== undefined) contestants.push(contestant);
    });
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const { tool, way, samples } of rotate(contestants, round)) {
      if (isSlow(samples) || leftOut.some((left) => left.tool === tool.name)) continue;
      await attempt(tool, async () => {
        const sample = await options.run(way);
        samples.push(sample);
        options.progress(`round ${round + 1}: ${describe(tool, way, sample)}`);
      });
    }
  }
  const results = contestants
    .filter(({ tool }) => leftOut.every((left) => left.tool !== tool.name))
    .map(({ tool, way, samples }) => summarize(tool.name, way.label, samples));
  return { results, leftOut };
}

/**
 * The way with the shortest run. Nothing is tried when there is no choice; a slow run ends the search and counts; a
 * way that fails is passed over unless all do.
 */
async function choose(tool: Tool, job: Job, options: CompareOptions): Promise<Contestant | undefined> {
  const ways = tool.ways(job);
  const [only] = ways;
  if (only === undefined || ways.length === 1) return only && { tool, way: only, samples: [] };
  let best: { readonly way: Way; readonly sample: Sample } | undefined;
  let failure: unknown;
  for (const way of ways) {
    try {
      const sample = await options.run(way);
      options.progress(`trying ${describe(tool, way, sample)}`);
      if (best === undefined || sample.seconds < best.sample.seconds) best = { way, sample };
      if (isSlow([sample])) break;
    } catch (error) {
      options.signal.throwIfAborted();
      failure = error;
    }
  }
  if (best === undefined) throw failure;
  return { tool, way: best.way, samples: isSlow([best.sample]) ? [best.sample] : [] };
}

function isSlow(samples: readonly Sample[]): boolean {
  return samples.some(({ seconds }) => seconds > SLOW);
}

function describe({ name }: Tool, { label }: Way, { seconds }: Sample): string {
  return `${name} (${label}) ${seconds.toFixed(2)} s`;
}
