import type { Dispatch } from "../../../../sandbox/github/actions/dispatch.ts";
import { type SmallWorld, smallWorld } from "../repositories/small-world.ts";

/** The name of the workflow's file. */
export const FILE = "mirror.yml";

/** A workflow with inputs of several types, one run at a time for each destination. */
export const WORKFLOW = `name: mirror
run-name: mirror \${{ inputs.run }}
on:
  workflow_dispatch:
    inputs:
      run: { required: true }
      destination: { default: ghcr.io/acme }
      kind: { type: choice, options: [all, some] }
      fast: { type: boolean }
concurrency:
  group: mirror-\${{ inputs.destination }}
jobs:
  mirror:
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
`;

/** A small world whose repository has the workflow, and a way to start it. Hold `small` with `await using`. */
export async function withWorkflow(text = WORKFLOW) {
  const small = await smallWorld();
  const { repository, world } = small;
  const sha = await repository.commit({ files: { [`.github/workflows/${FILE}`]: text } });
  small.forget();
  const start = (inputs: Dispatch["inputs"] = { run: "r1" }, ref = "main") =>
    world.actions.dispatch(repository, { workflow: FILE, ref, ...(inputs && { inputs }) }, small.ada);
  return { small, repository, actions: world.actions, sha, start };
}

/** What webhooks were told of workflows: `run.requested queued`, `job.completed failure`. */
export function told({ happenings }: SmallWorld): readonly string[] {
  return happenings.flatMap(({ event, payload }) => {
    const about = payload[event] as { status: string; conclusion: string | null };
    if (!event.startsWith("workflow_")) return [];
    return [`${event.slice("workflow_".length)}.${payload["action"]} ${about.conclusion ?? about.status}`];
  });
}
