import type { TreeEntry } from "isomorphic-git";
import type { FileContent, Files } from "./file-content.ts";
import type { GitObjects } from "./git-objects.ts";

/** Writes a tree that differs from another one in these files. Undefined: it has become empty. */
export async function changeTree(
  objects: GitObjects,
  tree: string | undefined,
  files: Files,
): Promise<string | undefined> {
  const entries = new Map((tree ? await objects.readTree(tree) : []).map((entry) => [entry.path, entry]));
  for (const [name, changes] of byFirstName(files)) {
    const here = changes.get("");
    if (here !== undefined) {
      entries.delete(name);
      if (here !== null) entries.set(name, writeEntry(objects, name, here));
      continue;
    }
    const before = entries.get(name);
    const below = before?.type === "tree" ? before.oid : undefined;
    const oid = await changeTree(objects, below, Object.fromEntries(changes));
    if (oid) entries.set(name, { mode: "040000", path: name, oid, type: "tree" });
    else entries.delete(name);
  }
  return entries.size === 0 ? undefined : objects.writeTree([...entries.values()]);
}

/** For each name in the folder the changes below it; those of the name itself under the empty path. */
function byFirstName(files: Files): Map<string, Map<string, FileContent>> {
  const names = new Map<string, Map<string, FileContent>>();
  for (const [path, content] of Object.entries(files)) {
    const [name = "", ...rest] = path.split("/");
    const changes = names.get(name) ?? new Map<string, FileContent>();
    names.set(name, changes.set(rest.join("/"), content));
  }
  return names;
}

function writeEntry(objects: GitObjects, path: string, content: Exclude<FileContent, null>): TreeEntry {
  if (typeof content === "string" || Buffer.isBuffer(content)) {
    return { mode: "100644", path, oid: objects.writeBlob(Buffer.from(content)), type: "blob" };
  }
  if ("oid" in content) return { ...content, path };
  if ("submodule" in content) return { mode: "160000", path, oid: content.submodule, type: "commit" };
  return { mode: "120000", path, oid: objects.writeBlob(Buffer.from(content.symlink)), type: "blob" };
}
