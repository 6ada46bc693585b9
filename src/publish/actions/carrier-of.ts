import type { WorkflowRun } from "../../github/actions.ts";
import type { RepositoryName } from "../../github/github.ts";
import type { WorkflowCarrier } from "../carrier.ts";

/** A run of the workflow as reports name it. */
export function carrierOf(repository: RepositoryName, { number, url }: WorkflowRun): WorkflowCarrier {
  return { kind: "actions", repository, number, url };
}
