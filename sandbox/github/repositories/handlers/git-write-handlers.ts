import type { TreeEntry } from "isomorphic-git";
import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { notFound, Refusal } from "../../refusal.ts";
import { changeTree } from "../git/change-tree.ts";
import type { Signature } from "../git/commit.ts";
import { requireFilePath } from "../git/require-file-path.ts";
import { gitCommitJson } from "../json/commit-json.ts";
import { emailOf } from "../push-payload.ts";
import type { Repository } from "../repository.ts";
import { refJson, treeJson } from "./git-handlers.ts";
import { writableRepositoryOf } from "./repository-of.ts";

interface TreeItem {
  readonly path?: string;
  readonly mode?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

interface Person {
  readonly name?: string;
  readonly email?: string;
  readonly date?: string;
}

/** Objects and refs written one by one. https://docs.github.com/en/rest/git */
export const gitWriteHandlers: Handlers = {
  "git/create-blob": (call) => {
    const repository = writableRepositoryOf(call);
    const { content, encoding } = call.body as { content: string; encoding?: string };
    const bytes = Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
    const sha = repository.git.objects.writeBlob(bytes);
    return { status: 201, body: { sha, url: `${repository.apiUrl}/git/blobs/${sha}` } };
  },

  "git/create-tree": async (call) => {
    const repository = writableRepositoryOf(call);
    const { tree, base_tree } = call.body as { tree: readonly TreeItem[]; base_tree?: string };
    const base = base_tree === undefined ? undefined : (repository.git.resolve(base_tree)?.tree ?? base_tree);
    if (base !== undefined) await requireTree(repository, base);
    const files: Record<string, TreeEntry | string | null> = {};
    for (const { path = "", mode = "100644", sha, content } of tree) {
      requireFilePath(path);
      files[path] = content ?? (sha ? { path, mode, oid: sha, type: typeOf(mode) } : null);
    }
    const written = await changeTree(repository.git.objects, base, files);
    if (written === undefined) throw new Refusal(422, "Invalid tree info");
    return { status: 201, body: await treeJson(repository, written, false) };
  },

  "git/create-commit": async (call) => {
    const repository = writableRepositoryOf(call);
    const {
      message,
      tree,
      parents = [],
      author,
      committer,
    } = call.body as {
      message: string;
      tree: string;
      parents?: readonly string[];
      author?: Person;
      committer?: Person;
    };
    await requireTree(repository, tree);
    if (!parents.every((sha) => repository.git.commits.get(sha))) throw notFound();
    const commit = repository.git.addCommit({
      message,
      tree,
      parents,
      author: signatureOf(call, author),
      committer: signatureOf(call, committer ?? author),
    });
    return { status: 201, body: gitCommitJson(repository, commit) };
  },

  "git/create-ref": async (call) => {
    const repository = writableRepositoryOf(call);
    const { ref, sha } = call.body as { ref: string; sha: string };
    if (!/^refs\/[^/]+\/./.test(ref)) throw new Refusal(422, `${ref} is not a valid ref name.`);
    if (repository.git.refs.has(ref)) throw new Refusal(422, "Reference already exists");
    return { status: 201, body: await moveRef(call, repository, ref, sha) };
  },

  "git/update-ref": async (call) => {
    const repository = writableRepositoryOf(call);
    const { sha, force = false } = call.body as { sha: string; force?: boolean };
    const ref = `refs/${call.params["ref"]}`;
    const before = repository.git.refs.get(ref);
    if (before === undefined) throw new Refusal(422, "Reference does not exist");
    if (!force && !repository.git.commits.isAncestor(before, sha)) {
      throw new Refusal(422, "Update is not a fast forward");
    }
    return { status: 200, body: await moveRef(call, repository, ref, sha) };
  },

  "git/delete-ref": async (call) => {
    const repository = writableRepositoryOf(call);
    const ref = `refs/${call.params["ref"]}`;
    if (!repository.git.refs.has(ref)) throw new Refusal(422, "Reference does not exist");
    await repository.moveRef({ ref, after: undefined, pusher: accountOf(call) });
    return { status: 204 };
  },
};

async function moveRef(call: Call, repository: Repository, ref: string, sha: string) {
  if (!repository.git.commits.get(sha)) throw new Refusal(422, "Object does not exist");
  await repository.moveRef({ ref, after: sha, pusher: accountOf(call) });
  return refJson(repository, ref, sha);
}

async function requireTree({ git }: Repository, sha: string): Promise<void> {
  await git.objects.readTree(sha).catch(() => {
    throw new Refusal(422, "Tree SHA does not exist");
  });
}

const typeOf = (mode: string) => (mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob");

function signatureOf(call: Call, { name, email, date }: Person = {}): Signature {
  const account = accountOf(call);
  return {
    name: name ?? account.login,
    email: email ?? emailOf(account),
    date: date === undefined ? call.world.now() : new Date(date),
  };
}
