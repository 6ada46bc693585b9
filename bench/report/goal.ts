import { countRequests, type RequestCounts } from "../registry/request-kind.ts";
import type { ToolResult } from "./tool-result.ts";

/** A bound on what this project's run may take: a number, or a share of what a peer took in the same rounds. */
export interface Goal {
  readonly what: string;
  readonly measure: (result: ToolResult) => number | null;
  readonly atMost: number;
  /** The peer whose measure `atMost` is a share of; `best` is the one with the lowest median wall time. */
  readonly against?: string;
}

/** How a goal came out. `unknown`: this tool or that peer has no measure. */
export interface Verdict {
  readonly what: string;
  readonly atMost: number;
  readonly against: string | null;
  /** The measure, as a share of the peer's where there is one. */
  readonly value: number | null;
  readonly outcome: "met" | "missed" | "unknown";
}

/** Wall time, as a share of `against`'s. */
export function wallGoal(against: string, atMost: number): Goal {
  return { what: "wall", measure: ({ seconds }) => seconds.median, against, atMost };
}

/** CPU time of the client, as a share of `against`'s. */
export function cpuGoal(against: string, atMost: number): Goal {
  return { what: "client CPU", measure: ({ cpuSeconds }) => cpuSeconds, against, atMost };
}

/** Peak memory in MB (10⁶ bytes). */
export function peakGoal(atMost: number): Goal {
  return { what: "peak MB", measure: ({ peakBytes }) => peakBytes && peakBytes / 1e6, atMost };
}

/** Requests of the kinds that `matches`, on one side; a share of `against`'s when that is given. */
export function requestGoal(
  side: "source" | "destination",
  kinds: string,
  atMost: number,
  { matches, against }: { readonly matches?: (kind: string) => boolean; readonly against?: string } = {},
): Goal {
  const measure = ({ requests }: ToolResult) =>
    countRequests(requests[side] satisfies RequestCounts, matches);
  return { what: `${kinds} at the ${side}`, measure, atMost, ...(against !== undefined && { against }) };
}

/** Holds `goals` against what this tool (`own`) and its peers did. */
export function judge(
  goals: readonly Goal[],
  own: ToolResult | undefined,
  peers: readonly ToolResult[],
): Verdict[] {
  return goals.map(({ what, measure, atMost, against }) => {
    const base = against === undefined ? 1 : measureOf(against, measure, peers);
    const measured = own === undefined ? null : measure(own);
    const value = measured === null || base === null ? null : measured / base;
    const outcome = value === null ? "unknown" : value <= atMost ? "met" : "missed";
    return { what, atMost, against: against ?? null, value, outcome };
  });
}

/** The peer with the lowest median wall time. */
export function bestOf(peers: readonly ToolResult[]): ToolResult | undefined {
  return peers.toSorted((a, b) => a.seconds.median - b.seconds.median)[0];
}

function measureOf(against: string, measure: Goal["measure"], peers: readonly ToolResult[]): number | null {
  const peer = against === "best" ? bestOf(peers) : peers.find(({ tool }) => tool === against);
  const value = peer === undefined ? null : measure(peer);
  return value === 0 ? null : value;
}
