import type { Platform } from "../src/oci/platform.ts";
import type { Goal } from "./report/goal.ts";

/** A blob of incompressible bytes. The same seed and size mean the same bytes, and so one blob. */
export interface Layer {
  readonly seed: string;
  readonly size: number;
}

/** One manifest and its configuration, which holds `name` and so is a blob of its own. */
export interface Image {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly platform?: Platform;
}

/** A tag and what it points at: an index when it has platforms, otherwise the manifest of its only image. */
export interface Tag {
  readonly name: string;
  readonly images: readonly Image[];
}

/**
 * The way between a tool and the registries: `local` is loopback, `rtt` adds 50 ms to every round trip,
 * `rtt-tls` is the same with registries that speak TLS.
 */
export type Network = "local" | "rtt" | "rtt-tls";

/** What is to be mirrored. Each file of `bench/workloads` exports one as its default. */
export interface Workload {
  readonly name: string;
  readonly summary: string;
  readonly tags: readonly Tag[];
  /** What the destination holds before a run: nothing, or everything. */
  readonly destination: "empty" | "in sync";
  /** Over which networks it is run, and what this project wants to reach there. */
  readonly goals: Partial<Readonly<Record<Network, readonly Goal[]>>>;
}

/** A workload over one network: what `--only` names. */
export interface Variant {
  readonly name: string;
  readonly workload: Workload;
  readonly network: Network;
  readonly goals: readonly Goal[];
}

/** The variants of `workload`, named `multi`, `multi-rtt`, `multi-rtt-tls`. */
export function variantsOf(workload: Workload): Variant[] {
  const networks: readonly Network[] = ["local", "rtt", "rtt-tls"];
  return networks.flatMap((network) => {
    const goals = workload.goals[network];
    const name = network === "local" ? workload.name : `${workload.name}-${network}`;
    return goals === undefined ? [] : [{ name, workload, network, goals }];
  });
}
