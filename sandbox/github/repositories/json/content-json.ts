import type { TreeEntry } from "isomorphic-git";
import type { Repository } from "../repository.ts";

/** As large as a file may be to come with its content: 1 MiB. https://docs.github.com/en/rest/repos/contents#get-repository-content */
const MAX_CONTENT = 1024 * 1024;

/** What stands at a path of a commit. */
export interface ContentAt {
  readonly path: string;
  /** As it was asked for: a branch, a tag or a commit. */
  readonly ref: string;
  readonly entry: TreeEntry;
}

/** One item of the schema `content-directory`. */
export async function folderItemJson(repository: Repository, at: ContentAt) {
  const { entry } = at;
  // GitHub has called submodules files here ever since.
  const type = entry.type === "tree" ? "dir" : entry.mode === "120000" ? "symlink" : "file";
  const size = entry.type === "blob" ? (await repository.git.objects.readBlob(entry.oid)).length : 0;
  return { ...commonJson(repository, at), type, size };
}

/** The schema `content-file`. Files above 1 MiB come without their content. */
export async function fileJson(repository: Repository, at: ContentAt) {
  const content = await repository.git.objects.readBlob(at.entry.oid);
  const isLarge = content.length > MAX_CONTENT;
  return {
    ...commonJson(repository, at),
    type: "file",
    size: content.length,
    content: isLarge ? "" : toBase64(content),
    encoding: isLarge ? "none" : "base64",
  };
}

/** The schema `content-symlink`. */
export async function symlinkJson(repository: Repository, at: ContentAt) {
  const target = (await repository.git.objects.readBlob(at.entry.oid)).toString("utf8");
  return { ...commonJson(repository, at), type: "symlink", size: target.length, target };
}

/** The schema `content-submodule`. */
export function submoduleJson(repository: Repository, at: ContentAt, gitUrl: string | null) {
  return { ...commonJson(repository, at), type: "submodule", size: 0, submodule_git_url: gitUrl };
}

/** As GitHub writes it: with a line end after every 60 characters. */
export const toBase64 = (content: Buffer) => content.toString("base64").replaceAll(/.{1,60}/g, "$&\n");

function commonJson({ apiUrl, htmlUrl }: Repository, { path, ref, entry }: ContentAt) {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const self = `${apiUrl}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const kind = entry.type === "tree" ? "tree" : "blob";
  const git = entry.type === "commit" ? null : `${apiUrl}/git/${kind}s/${entry.oid}`;
  const html = entry.type === "commit" ? null : `${htmlUrl}/${kind}/${ref}/${encoded}`;
  return {
    name: entry.path,
    path,
    sha: entry.oid,
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.type === "blob" ? `${htmlUrl}/raw/${ref}/${encoded}` : null,
    _links: { self, git, html },
  };
}
