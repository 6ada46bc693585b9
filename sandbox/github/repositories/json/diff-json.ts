import type { FileChange } from "../git/compare-trees.ts";
import type { Repository } from "../repository.ts";

/** Lines around a change. */
const CONTEXT = 3;

/** The schema `diff-entry`. */
export async function diffJson(repository: Repository, commit: string, change: FileChange) {
  const { path, status, before, after } = change;
  const { deletions, additions, patch } = diffLines(
    await readLines(repository, before),
    await readLines(repository, after),
  );
  const at = `${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
  return {
    sha: after ?? before ?? null,
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${repository.htmlUrl}/blob/${at}`,
    raw_url: `${repository.htmlUrl}/raw/${at}`,
    contents_url: `${repository.apiUrl}/contents/${path.split("/").map(encodeURIComponent).join("/")}?ref=${commit}`,
    ...(patch && { patch }),
  };
}

/** Lines of a blob; none where there is no blob, as for a submodule. */
async function readLines({ git }: Repository, sha: string | undefined): Promise<string[]> {
  if (sha === undefined || git.commits.get(sha)) return [];
  const lines = await git.objects.readBlob(sha).then(
    (blob) => blob.toString("utf8").split("\n"),
    () => [],
  );
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** All that lies between the lines that both begin with and those that both end with, as one hunk. */
function diffLines(before: readonly string[], after: readonly string[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const removed = before.slice(start, before.length - tail);
  const added = after.slice(start, after.length - tail);
  const lead = before.slice(Math.max(0, start - CONTEXT), start);
  const trail = before.slice(before.length - tail).slice(0, CONTEXT);
  const range = (lines: readonly string[]) => {
    const count = lead.length + lines.length + trail.length;
    return `${count === 0 ? 0 : start - lead.length + 1},${count}`;
  };
  const hunk = [
    `@@ -${range(removed)} +${range(added)} @@`,
    ...lead.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...trail.map((line) => ` ${line}`),
  ];
  const isEmpty = removed.length + added.length === 0;
  return { deletions: removed.length, additions: added.length, patch: isEmpty ? "" : hunk.join("\n") };
}
