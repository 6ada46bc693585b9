import { nodeId } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { conflict, notFound } from "../../refusal.ts";
import { entriesOf } from "../git/compare-trees.ts";
import { gitCommitJson } from "../json/commit-json.ts";
import { toBase64 } from "../json/content-json.ts";
import type { Repository } from "../repository.ts";
import { repositoryOf } from "./repository-of.ts";

/** What Git itself holds, to be read. https://docs.github.com/en/rest/git */
export const gitHandlers: Handlers = {
  "git/get-blob": async (call) => {
    const repository = filledRepositoryOf(call);
    const sha = call.params["file_sha"] ?? "";
    const content = await repository.git.objects.readBlob(sha).catch(() => {
      throw notFound();
    });
    return {
      status: 200,
      body: {
        sha,
        node_id: nodeId("Blob", sha),
        size: content.length,
        url: `${repository.apiUrl}/git/blobs/${sha}`,
        content: toBase64(content),
        encoding: "base64",
      },
    };
  },

  "git/get-tree": async (call) => {
    const repository = filledRepositoryOf(call);
    const name = call.params["tree_sha"] ?? "";
    const tree = repository.git.resolve(name)?.tree ?? name;
    return { status: 200, body: await treeJson(repository, tree, call.query.has("recursive")) };
  },

  "git/get-commit": (call) => {
    const repository = filledRepositoryOf(call);
    const commit = repository.git.commits.get(call.params["commit_sha"] ?? "");
    if (!commit) throw notFound();
    return { status: 200, body: gitCommitJson(repository, commit) };
  },

  "git/get-ref": (call) => {
    const repository = filledRepositoryOf(call);
    const ref = `refs/${call.params["ref"]}`;
    const sha = repository.git.refs.get(ref);
    if (sha === undefined) throw notFound();
    return { status: 200, body: refJson(repository, ref, sha) };
  },
};

/** The schema `git-ref`. */
export function refJson({ apiUrl }: Repository, ref: string, sha: string) {
  return {
    ref,
    node_id: nodeId("Ref", ref),
    url: `${apiUrl}/git/${ref}`,
    object: { sha, type: "commit", url: `${apiUrl}/git/commits/${sha}` },
  };
}

/** The schema `git-tree`. Throws 404. */
export async function treeJson(repository: Repository, sha: string, isRecursive: boolean) {
  const { apiUrl, git } = repository;
  const entries = await entriesOf(git.objects, sha).catch(() => {
    throw notFound();
  });
  const listed = [...entries].filter(([path]) => isRecursive || !path.includes("/"));
  const tree = listed.map(async ([path, { mode, type, oid }]) => {
    const url = `${apiUrl}/git/${type}s/${oid}`;
    return type === "blob"
      ? { path, mode, type, sha: oid, size: (await git.objects.readBlob(oid)).length, url }
      : { path, mode, type, sha: oid, ...(type === "tree" && { url }) };
  });
  return { sha, url: `${apiUrl}/git/trees/${sha}`, tree: await Promise.all(tree), truncated: false };
}

function filledRepositoryOf(call: Call): Repository {
  const repository = repositoryOf(call);
  if (repository.git.refs.size === 0) throw conflict("Git Repository is empty.");
  return repository;
}
