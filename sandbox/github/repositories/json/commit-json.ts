import { accountJson, nodeId } from "../../account.ts";
import type { Commit, Signature } from "../git/commit.ts";
import { compareTrees } from "../git/compare-trees.ts";
import type { Repository } from "../repository.ts";
import { diffJson } from "./diff-json.ts";
import { toTime } from "./repository-json.ts";

/** The schema `git-commit`: the object alone. */
export function gitCommitJson(repository: Repository, commit: Commit) {
  const { apiUrl, htmlUrl } = repository;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    url: `${apiUrl}/git/commits/${commit.sha}`,
    html_url: `${htmlUrl}/commit/${commit.sha}`,
    author: signatureJson(commit.author),
    committer: signatureJson(commit.committer),
    message: commit.message.trimEnd(),
    tree: { sha: commit.tree, url: `${apiUrl}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl}/git/commits/${sha}`,
      html_url: `${htmlUrl}/commit/${sha}`,
    })),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

/** The schema `commit`, as in lists. */
export function commitJson(repository: Repository, commit: Commit) {
  const { sha, node_id, html_url, parents, ...inner } = gitCommitJson(repository, commit);
  const url = `${repository.apiUrl}/commits/${sha}`;
  return {
    sha,
    node_id,
    url,
    html_url,
    comments_url: `${url}/comments`,
    commit: { ...inner, comment_count: 0 },
    author: accountOfSignature(repository, commit.author),
    committer: accountOfSignature(repository, commit.committer),
    parents: parents.map((parent) => ({ ...parent, url: `${repository.apiUrl}/commits/${parent.sha}` })),
  };
}

/** The same with its files, as for one commit. */
export async function wholeCommitJson(repository: Repository, commit: Commit) {
  const { git } = repository;
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : git.commits.get(parent)?.tree;
  const changes = await compareTrees(git.objects, before, commit.tree);
  const files = await Promise.all(changes.map((change) => diffJson(repository, commit.sha, change)));
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitJson(repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files,
  };
}

const signatureJson = ({ name, email, date }: Signature) => ({ name, email, date: toTime(date) });

/** Whoever has the login that an author goes by here. */
function accountOfSignature({ world }: Repository, { name }: Signature) {
  const account = world.accounts.get(name.toLowerCase());
  return account ? accountJson(account, world) : null;
}
