import type { WorkflowCarrier } from "./carrier.ts";

/**
 * Where a workflow stands that carries the bytes: `starting`, it was asked for; `queued`, it waits for a runner; `running`, so many of
 * its jobs have ended; `collecting`, it has ended and its result is fetched. Times are milliseconds since the epoch.
 */
export type Phase =
  | { readonly kind: "starting"; readonly since: number }
  | { readonly kind: "queued"; readonly since: number; readonly carrier: WorkflowCarrier }
  | {
      readonly kind: "running";
      readonly since: number;
      readonly carrier: WorkflowCarrier;
      readonly jobs: number;
      readonly ended: number;
    }
  | { readonly kind: "collecting"; readonly since: number; readonly carrier: WorkflowCarrier };
