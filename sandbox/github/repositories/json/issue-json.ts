import { accountJson, nodeId } from "../../account.ts";
import { appJson } from "../../apps/app.ts";
import type { Account } from "../../world.ts";
import { type Comment, type Issue, REACTIONS, type Reaction } from "../issues/issue.ts";
import type { Repository } from "../repository.ts";
import { toTime } from "./repository-json.ts";

/** The schema `issue`, without what only newer parts of GitHub add. */
export function issueJson(repository: Repository, issue: Issue) {
  const { apiUrl, htmlUrl } = repository;
  const url = `${apiUrl}/issues/${issue.number}`;
  const pullHtmlUrl = `${htmlUrl}/pull/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    url,
    repository_url: apiUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issue.pull ? pullHtmlUrl : `${htmlUrl}/issues/${issue.number}`,
    number: issue.number,
    title: issue.title,
    body: issue.body || null,
    user: accountJson(issue.user, repository.world),
    state: issue.state,
    state_reason: issue.stateReason ?? null,
    locked: issue.lock !== undefined,
    active_lock_reason: issue.lock?.reason ?? null,
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: toTime(issue.createdAt),
    updated_at: toTime(issue.updatedAt),
    closed_at: issue.closedAt ? toTime(issue.closedAt) : null,
    author_association: associationOf(repository, issue.user),
    performed_via_github_app: viaApp(repository, issue.user),
    reactions: reactionsJson(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    ...(issue.pull && {
      draft: issue.pull.isDraft,
      pull_request: {
        url: `${apiUrl}/pulls/${issue.number}`,
        html_url: pullHtmlUrl,
        diff_url: `${pullHtmlUrl}.diff`,
        patch_url: `${pullHtmlUrl}.patch`,
        merged_at: issue.pull.merged && issue.closedAt ? toTime(issue.closedAt) : null,
      },
    }),
  };
}

/** The schema `issue-comment`. */
export function commentJson(repository: Repository, comment: Comment) {
  const issueUrl = `${repository.apiUrl}/issues/${comment.issue.number}`;
  const url = `${repository.apiUrl}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url,
    html_url: `${issueJson(repository, comment.issue).html_url}#issuecomment-${comment.id}`,
    issue_url: issueUrl,
    body: comment.body,
    user: accountJson(comment.user, repository.world),
    created_at: toTime(comment.createdAt),
    updated_at: toTime(comment.updatedAt),
    author_association: associationOf(repository, comment.user),
    performed_via_github_app: comment.via
      ? appJson(repository.world, comment.via)
      : viaApp(repository, comment.user),
    reactions: reactionsJson(url, comment.reactions),
  };
}

/** The schema `reaction`. */
export function reactionJson({ world }: Repository, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId("Reaction", reaction.id),
    user: accountJson(reaction.user, world),
    content: reaction.content,
    created_at: toTime(reaction.createdAt),
  };
}

function reactionsJson(url: string, reactions: readonly Reaction[]) {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, count(content)]));
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts };
}

/** As GitHub computes it for whoever looks from outside: members of an organization look like strangers. */
export function associationOf(repository: Repository, { id, login }: Account) {
  if (id === repository.owner.id) return "OWNER";
  return repository.roles.get({ login }) ? "COLLABORATOR" : "NONE";
}

function viaApp({ world }: Repository, { id }: Account) {
  const app = [world.app, world.actionsApp, ...world.otherApps].find(({ bot }) => bot.id === id);
  return app ? appJson(world, app) : null;
}
