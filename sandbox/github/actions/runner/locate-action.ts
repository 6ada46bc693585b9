import { join } from "node:path";
import { type ActionFile, readAction } from "./action-file.ts";
import type { StandIn } from "./stand-in.ts";
import { uploadArtifact } from "./upload-artifact.ts";

/** What `uses:` of a step leads to. */
export type LocatedAction =
  | { readonly kind: "stand-in"; readonly play: StandIn }
  | {
      readonly kind: "composite";
      readonly file: ActionFile;
      /** Where its checkout is. */
      readonly folder: string;
      /** `owner/name` */
      readonly repository: string;
      /** Of `@v1`. */
      readonly ref: string;
    };

/** Actions of others that every workflow knows. Node is there already. */
const STAND_INS: Readonly<Record<string, StandIn>> = {
  "actions/setup-node": async ({ inputs }) => ({ "node-version": inputs["node-version"] ?? "" }),
  "actions/upload-artifact": uploadArtifact,
};

/**
 * Finds the action of `owner/name[/folder]@ref` among checkouts, which are by `owner/name`. Whatever the ref, it is the checkout as it
 * stands. Throws in GitHub's words where there is none, and `InvalidFile` where its file has a fault.
 */
export async function locateAction(
  uses: string,
  checkouts: ReadonlyMap<string, string>,
): Promise<LocatedAction> {
  const [, repository, path = "", ref] = uses.match(/^([^/@.]+\/[^/@]+)(\/[^@]+)?@(.+)$/) ?? [];
  if (repository === undefined || ref === undefined) {
    throw new Error(`Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`);
  }
  const play = STAND_INS[repository.toLowerCase()];
  if (play) return { kind: "stand-in", play };
  const checkout = checkouts.get(repository.toLowerCase()) ?? checkouts.get(repository);
  if (checkout === undefined) throw new Error(`Unable to resolve action \`${uses}\`, repository not found`);
  const folder = join(checkout, path);
  return { kind: "composite", file: await readAction(folder), folder, repository, ref };
}

/** All actions of steps and of the actions that these use, by what `uses:` says. Throws as {@link locateAction}. */
export async function locateActions(
  steps: ActionFile["steps"],
  checkouts: ReadonlyMap<string, string>,
  located = new Map<string, LocatedAction>(),
): Promise<ReadonlyMap<string, LocatedAction>> {
  for (const { uses } of steps) {
    if (uses === undefined || located.has(uses)) continue;
    const action = await locateAction(uses, checkouts);
    located.set(uses, action);
    if (action.kind === "composite") await locateActions(action.file.steps, checkouts, located);
  }
  return located;
}
