import type { Call, Handlers, Reply } from "../../handler.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { Commit } from "../git/commit.ts";
import {
  type ContentAt,
  fileJson,
  folderItemJson,
  submoduleJson,
  symlinkJson,
} from "../json/content-json.ts";
import type { Repository } from "../repository.ts";
import { repositoryOf } from "./repository-of.ts";

/** GitHub lists no more of a folder. */
const MAX_ITEMS = 1000;

/** https://docs.github.com/en/rest/repos/contents#get-repository-content */
export const contentHandlers: Handlers = {
  "repos/get-content": async (call): Promise<Reply> => {
    const repository = repositoryOf(call);
    const ref = call.query.get("ref") || repository.defaultBranch;
    return {
      status: 200,
      body: await contentJson(repository, commitAt(call, repository, ref), ref, pathOf(call)),
    };
  },
};

/** The path in a repository that an address names, without slashes around it. */
export const pathOf = ({ params }: Call) => (params["path"] ?? "").replaceAll(/^\/+|\/+$/g, "");

function commitAt({ query }: Call, repository: Repository, ref: string): Commit {
  if (repository.git.refs.size === 0) throw new Refusal(404, "This repository is empty.");
  const commit = repository.git.resolve(ref);
  if (!commit) throw query.has("ref") ? new Refusal(404, `No commit found for the ref ${ref}`) : notFound();
  return commit;
}

async function contentJson(
  repository: Repository,
  commit: Commit,
  ref: string,
  path: string,
): Promise<unknown> {
  if (path === "") return folderJson(repository, commit.tree, ref, "");
  const entry = await repository.git.entryAt(commit, path);
  if (!entry) throw notFound();
  const at: ContentAt = { path, ref, entry };
  if (entry.type === "tree") return folderJson(repository, entry.oid, ref, `${path}/`);
  if (entry.type === "commit")
    return submoduleJson(repository, at, await submoduleUrl(repository, commit, path));
  if (entry.mode === "120000") return linkJson(repository, commit, at);
  return fileJson(repository, at);
}

async function folderJson(repository: Repository, tree: string, ref: string, folder: string) {
  const entries = [...(await repository.git.objects.readTree(tree))]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .slice(0, MAX_ITEMS);
  return Promise.all(
    entries.map((entry) => folderItemJson(repository, { path: folder + entry.path, ref, entry })),
  );
}

/** A link to a file of the repository is answered with that file. */
async function linkJson(repository: Repository, commit: Commit, at: ContentAt): Promise<unknown> {
  const { git } = repository;
  const target = (await git.objects.readBlob(at.entry.oid)).toString("utf8");
  const root = "http://repository/";
  const path = decodeURIComponent(new URL(target, root + at.path).href.slice(root.length));
  const entry = target.startsWith("/") ? undefined : await git.entryAt(commit, path);
  const isFile = entry?.type === "blob" && entry.mode !== "120000";
  return isFile
    ? fileJson(repository, { ...at, entry: { ...entry, path: at.entry.path } })
    : symlinkJson(repository, at);
}

/** What `.gitmodules` says of a path. */
async function submoduleUrl({ git }: Repository, commit: Commit, path: string): Promise<string | null> {
  const sections = ((await git.readText(commit, ".gitmodules")) ?? "").split(/^\[/m);
  const value = (section: string, name: string) =>
    section.match(new RegExp(`^\\s*${name}\\s*=\\s*(.+?)\\s*$`, "m"))?.[1];
  const section = sections.find((text) => value(text, "path") === path);
  return (section && value(section, "url")) ?? null;
}
