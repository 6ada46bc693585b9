import type { LeftOut, Outcome } from "../compare-tools.ts";
import type { Variant } from "../workload.ts";
import { bestOf, judge, type Verdict } from "./goal.ts";
import type { ToolResult } from "./tool-result.ts";

/** The name of this project's own tool; all others are its peers. */
export const OWN_TOOL = "ghcr-mirror";

/** What came out for one variant. */
export interface VariantReport {
  readonly name: string;
  readonly summary: string;
  readonly tags: number;
  /** Of the distinct blobs. */
  readonly bytes: number;
  /** Bytes that a run moves: none when the destination is in sync. */
  readonly movedBytes: number;
  readonly results: readonly ToolResult[];
  readonly leftOut: readonly LeftOut[];
  /** The peer with the lowest median wall time. */
  readonly best: string | null;
  /** This tool's median wall time as a share of each peer's. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly goals: readonly Verdict[];
}

/** Peak memory, in bytes, with a small and with a large layer. */
export interface MemoryReport {
  readonly smallLayer: number;
  readonly largeLayer: number;
  readonly tools: readonly { readonly tool: string; readonly small: number; readonly large: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly goals: readonly Verdict[];
}

/** The one document of `--json`. */
export interface Report {
  readonly machine: { readonly cores: number; readonly processor: string; readonly memoryBytes: number };
  readonly registry: string;
  readonly tools: readonly { readonly name: string; readonly version: string | null }[];
  readonly variants: readonly VariantReport[];
  readonly memory: MemoryReport | null;
}

/** Compares what the tools did on `variant`, whose blobs have so many `bytes`. */
export function reportVariant(variant: Variant, bytes: number, { results, leftOut }: Outcome): VariantReport {
  const own = results.find(({ tool }) => tool === OWN_TOOL);
  const peers = results.filter(({ tool }) => tool !== OWN_TOOL);
  const ratios = peers.map(({ tool, seconds }) => own && [tool, own.seconds.median / seconds.median]);
  const { name, workload, goals } = variant;
  return {
    name,
    summary: workload.summary,
    tags: workload.tags.length,
    bytes,
    movedBytes: workload.destination === "empty" ? bytes : 0,
    results,
    leftOut,
    best: bestOf(peers)?.tool ?? null,
    ratios: Object.fromEntries(ratios.filter((ratio) => ratio !== undefined)),
    goals: judge(goals, own, peers),
  };
}
