import type { Commit } from "./commit.ts";
import { compareTrees } from "./compare-trees.ts";
import type { GitStore } from "./git-store.ts";

/**
 * The tree of `ours` with what `theirs` has changed since the two parted; undefined where both have changed a file, each in its own
 * way. Whole files are compared: two changes in different parts of one file are a conflict here.
 */
export async function mergeTrees(git: GitStore, ours: Commit, theirs: Commit): Promise<string | undefined> {
  const base = git.commits.mergeBase(ours.sha, theirs.sha)?.tree;
  const [here, there] = await Promise.all([
    compareTrees(git.objects, base, ours.tree),
    compareTrees(git.objects, base, theirs.tree),
  ]);
  const changedHere = new Map(here.map((change) => [change.path, change.after]));
  const isConflict = there.some(
    ({ path, after }) => changedHere.has(path) && changedHere.get(path) !== after,
  );
  if (isConflict) return undefined;
  const files = there.map(async ({ path }) => [path, (await git.entryAt(theirs, path)) ?? null] as const);
  return git.changedTree(ours, Object.fromEntries(await Promise.all(files)));
}
