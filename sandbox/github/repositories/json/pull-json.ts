import { accountJson, nodeId } from "../../account.ts";
import { compareTrees } from "../git/compare-trees.ts";
import type { PullRequest } from "../issues/issue.ts";
import { isGone } from "../issues/pulls.ts";
import type { Repository } from "../repository.ts";
import { diffJson } from "./diff-json.ts";
import { associationOf } from "./issue-json.ts";
import { repositoryJson, toTime } from "./repository-json.ts";

/** The schemas `pull-request` and `pull-request-webhook`. */
export async function pullJson(repository: Repository, issue: PullRequest) {
  const commits = repository.git.commits.between([issue.pull.baseSha], issue.pull.headSha);
  const files = await pullFilesJson(repository, issue);
  const sum = (part: "additions" | "deletions") => files.reduce((total, file) => total + file[part], 0);
  return {
    ...simplePullJson(repository, issue),
    merged: issue.pull.merged !== undefined,
    mergeable: null,
    rebaseable: null,
    mergeable_state: "unknown",
    merged_by: issue.pull.merged ? accountJson(issue.pull.merged.by, repository.world) : null,
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: sum("additions"),
    deletions: sum("deletions"),
    changed_files: files.length,
  };
}

/** The schema `pull-request-simple`, of lists. */
export function simplePullJson(repository: Repository, issue: PullRequest) {
  const { apiUrl, htmlUrl, world } = repository;
  const { number, pull } = issue;
  const url = `${apiUrl}/pulls/${number}`;
  const page = `${htmlUrl}/pull/${number}`;
  const urls = {
    html_url: page,
    issue_url: `${apiUrl}/issues/${number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl}/pulls/comments{/number}`,
    comments_url: `${apiUrl}/issues/${number}/comments`,
    statuses_url: `${apiUrl}/statuses/${pull.headSha}`,
  };
  return {
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    url,
    ...urls,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    number,
    state: issue.state,
    locked: issue.lock !== undefined,
    active_lock_reason: issue.lock?.reason ?? null,
    title: issue.title,
    user: accountJson(issue.user, world),
    body: issue.body || null,
    labels: [],
    milestone: null,
    created_at: toTime(issue.createdAt),
    updated_at: toTime(issue.updatedAt),
    closed_at: issue.closedAt ? toTime(issue.closedAt) : null,
    merged_at: pull.merged && issue.closedAt ? toTime(issue.closedAt) : null,
    merge_commit_sha: pull.merged?.commit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.isDraft,
    auto_merge: null,
    author_association: associationOf(repository, issue.user),
    head: sideJson(pull.source, pull.head, pull.headSha),
    base: sideJson(repository, pull.base, pull.baseSha),
    _links: {
      self: { href: url },
      ...Object.fromEntries(
        Object.entries(urls).map(([name, href]) => [name.slice(0, -"_url".length), { href }]),
      ),
    },
  };
}

/** A branch with its repository, which is null where it was deleted. */
function sideJson(repository: Repository, ref: string, sha: string) {
  const { owner, world } = repository;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: accountJson(owner, world),
    repo: isGone(repository) ? null : repositoryJson(repository),
  };
}

/** What a pull request changes, against the commit where it branched off: a list of the schema `diff-entry`. */
export async function pullFilesJson(repository: Repository, { pull }: PullRequest) {
  const { git } = repository;
  const base = git.commits.mergeBase(pull.baseSha, pull.headSha);
  const changes = await compareTrees(git.objects, base?.tree, git.commits.get(pull.headSha)?.tree);
  return Promise.all(changes.map((change) => diffJson(repository, pull.headSha, change)));
}

/** The open pull requests whose head a commit is, but for those from forks: a list of the schema `pull-request-minimal`. */
export function pullsOfHead(repository: Repository, headSha: string) {
  const repo = { id: repository.id, url: repository.apiUrl, name: repository.name };
  return repository.pulls.all
    .filter(({ state, pull }) => state === "open" && pull.source === repository && pull.headSha === headSha)
    .map(({ number, pull }) => ({
      id: pull.id,
      number,
      url: `${repository.apiUrl}/pulls/${number}`,
      head: { ref: pull.head, sha: pull.headSha, repo },
      base: { ref: pull.base, sha: pull.baseSha, repo },
    }));
}
