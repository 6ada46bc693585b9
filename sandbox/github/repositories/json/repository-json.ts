import { accountJson, nodeId } from "../../account.ts";
import type { Repository } from "../repository.ts";

/** Addresses of the parts of a repository below its own one. */
const PARTS = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

type PartUrls = { readonly [part in keyof typeof PARTS]: string };

/** A repository as lists and most webhooks show it: the schemas `repository` and `repository-webhooks`. */
export function repositoryJson(repository: Repository) {
  const { world, apiUrl, htmlUrl, fullName, isPrivate } = repository;
  const host = new URL(world.url).host;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName,
    private: isPrivate,
    owner: accountJson(repository.owner, world),
    html_url: htmlUrl,
    description: repository.description ?? null,
    fork: repository.parent !== undefined,
    url: apiUrl,
    ...(Object.fromEntries(Object.entries(PARTS).map(([part, path]) => [part, apiUrl + path])) as PartUrls),
    clone_url: `${world.url}/${fullName}.git`,
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    svn_url: htmlUrl,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: repository.issues.openCount,
    open_issues_count: repository.issues.openCount,
    default_branch: repository.defaultBranch,
    is_template: false,
    topics: [],
    has_issues: repository.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.isArchived,
    disabled: false,
    visibility: isPrivate ? "private" : "public",
    allow_forking: true,
    web_commit_signoff_required: false,
    created_at: toTime(repository.createdAt),
    updated_at: toTime(repository.pushedAt),
    pushed_at: toTime(repository.pushedAt),
  };
}

/** As the event `push` shows it, whose times are seconds and whose owner has a name. */
export function pushedRepositoryJson(repository: Repository) {
  const json = repositoryJson(repository);
  const { login, type } = repository.owner;
  return {
    ...json,
    owner: { ...json.owner, name: login, email: null },
    created_at: Math.floor(repository.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    ...(type === "Organization" && { organization: login }),
  };
}

/** As GitHub's API writes a moment: to the second. */
export const toTime = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;
