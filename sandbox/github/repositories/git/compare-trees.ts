import type { TreeEntry } from "isomorphic-git";
import type { GitObjects } from "./git-objects.ts";

/** A file that differs between two trees. */
export interface FileChange {
  readonly path: string;
  readonly status: "added" | "removed" | "modified";
  /** Of the blob, or of a submodule's commit. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs, by path. Renames are told as one file removed and one added. */
export async function compareTrees(
  objects: GitObjects,
  before: string | undefined,
  after: string | undefined,
): Promise<readonly FileChange[]> {
  if (before === after) return [];
  const [old, now] = await Promise.all([filesOf(objects, before), filesOf(objects, after)]);
  const changes: FileChange[] = [];
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
    const status = !was ? "added" : !is ? "removed" : "modified";
    changes.push({ path, status, before: was?.oid, after: is?.oid });
  }
  return changes;
}

/** A tree's files, those of its folders included, by path. */
export async function filesOf(
  objects: GitObjects,
  tree: string | undefined,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const files = new Map<string, TreeEntry>();
  for (const [path, entry] of await entriesOf(objects, tree)) {
    if (entry.type !== "tree") files.set(path, entry);
  }
  return files;
}

/** The same with its folders. */
export async function entriesOf(
  objects: GitObjects,
  tree: string | undefined,
  folder = "",
): Promise<ReadonlyMap<string, TreeEntry>> {
  const entries = new Map<string, TreeEntry>();
  for (const entry of tree ? await objects.readTree(tree) : []) {
    const path = `${folder}${entry.path}`;
    entries.set(path, entry);
    if (entry.type !== "tree") continue;
    for (const below of await entriesOf(objects, entry.oid, `${path}/`)) entries.set(...below);
  }
  return entries;
}
