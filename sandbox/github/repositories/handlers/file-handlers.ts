import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { conflict, notFound, Refusal } from "../../refusal.ts";
import { gitCommitJson } from "../json/commit-json.ts";
import { folderItemJson } from "../json/content-json.ts";
import type { Repository } from "../repository.ts";
import { pathOf } from "./content-handlers.ts";
import { writableRepositoryOf } from "./repository-of.ts";

interface FileBody {
  readonly message: string;
  readonly content?: string;
  readonly sha?: string;
  readonly branch?: string;
}

/** Files written and deleted with a commit of their own. https://docs.github.com/en/rest/repos/contents */
export const fileHandlers: Handlers = {
  "repos/create-or-update-file-contents": async (call) => {
    const repository = writableRepositoryOf(call);
    const { content = "" } = call.body as FileBody;
    const before = await blobAt(call, repository);
    const commit = await commitFile(call, repository, Buffer.from(content, "base64"));
    return { status: before === undefined ? 201 : 200, body: await fileCommitJson(call, repository, commit) };
  },

  "repos/delete-file": async (call) => {
    const repository = writableRepositoryOf(call);
    if ((await blobAt(call, repository)) === undefined) throw notFound();
    const commit = await commitFile(call, repository, null);
    const body = await fileCommitJson(call, repository, commit);
    return { status: 200, body: { ...body, content: null } };
  },
};

/** The file that is there. Throws where the caller did not name it by its sha, as whoever has not seen it would overwrite it. */
async function blobAt(call: Call, repository: Repository): Promise<string | undefined> {
  const { branch = repository.defaultBranch, sha } = call.body as FileBody;
  const isDefault = branch === repository.defaultBranch;
  const head = repository.git.resolve(branch);
  if (!head && !(isDefault && repository.git.refs.size === 0))
    throw new Refusal(404, `Branch ${branch} not found`);
  const entry = head && (await repository.git.entryAt(head, pathOf(call)));
  if (entry && sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (entry && entry.oid !== sha) throw conflict(`${pathOf(call)} does not match ${sha}`);
  return entry?.oid;
}

async function commitFile(call: Call, repository: Repository, content: Buffer | null): Promise<string> {
  const { message, branch = repository.defaultBranch } = call.body as FileBody;
  return repository.commit({ files: { [pathOf(call)]: content }, message, branch, author: accountOf(call) });
}

async function fileCommitJson(call: Call, repository: Repository, sha: string) {
  const { branch: ref = repository.defaultBranch } = call.body as FileBody;
  const commit = repository.git.commits.get(sha);
  if (!commit) throw new Error(`the commit ${sha} is gone`);
  const path = pathOf(call);
  const entry = await repository.git.entryAt(commit, path);
  return {
    content: entry ? await folderItemJson(repository, { path, ref, entry }) : null,
    commit: gitCommitJson(repository, commit),
  };
}
