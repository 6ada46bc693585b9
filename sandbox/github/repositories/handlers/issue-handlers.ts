import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { Refusal } from "../../refusal.ts";
import type { Issue, ReactionContent } from "../issues/issue.ts";
import { commentJson, issueJson, reactionJson } from "../json/issue-json.ts";
import type { Repository } from "../repository.ts";
import { isAtLeast } from "../role-book.ts";
import { repositoryOf, writableRepositoryOf } from "./repository-of.ts";

interface IssueBody {
  readonly title?: string | number | null;
  readonly body?: string | null;
  readonly state?: Issue["state"];
  readonly state_reason?: Issue["stateReason"] | null;
}

/** https://docs.github.com/en/rest/issues and https://docs.github.com/en/rest/reactions */
export const issueHandlers: Handlers = {
  "issues/list-for-repo": (call) => {
    const repository = repositoryOf(call);
    repository.issues.requireEnabled();
    const state = call.query.get("state") ?? "open";
    const creator = call.query.get("creator");
    const found = repository.issues.all
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => creator === null || issue.user.login === creator);
    const isRising = call.query.get("direction") === "asc";
    const { items, headers } = paginate(call, isRising ? found : found.toReversed());
    return { status: 200, headers, body: items.map((issue) => issueJson(repository, issue)) };
  },

  "issues/get": (call) => {
    const repository = repositoryOf(call);
    return { status: 200, body: issueJson(repository, issueOf(call, repository)) };
  },

  "issues/create": (call) => {
    const repository = writableRepositoryOf(call, "read");
    const { title, body } = call.body as IssueBody;
    const issue = repository.issues.open({ title: String(title), body: body ?? undefined }, accountOf(call));
    return { status: 201, body: issueJson(repository, issue) };
  },

  "issues/update": async (call) => {
    const repository = writableRepositoryOf(call, "triage");
    const issue = issueOf(call, repository);
    const { title, body, state, state_reason } = call.body as IssueBody;
    const change = {
      ...(title !== undefined && title !== null && { title: String(title) }),
      ...(body !== undefined && { body: body ?? "" }),
      ...(state && { state }),
      ...(state_reason && { stateReason: state_reason }),
    };
    await repository.issues.change(issue, change, accountOf(call));
    return { status: 200, body: issueJson(repository, issue) };
  },

  "reactions/create-for-issue": (call) => {
    const repository = writableRepositoryOf(call, "read");
    return react(call, repository, issueOf(call, repository));
  },

  "issues/list-comments": (call) => {
    const repository = repositoryOf(call);
    const { items, headers } = paginate(call, issueOf(call, repository).comments);
    return { status: 200, headers, body: items.map((comment) => commentJson(repository, comment)) };
  },

  "issues/get-comment": (call) => {
    const repository = repositoryOf(call);
    return { status: 200, body: commentJson(repository, commentOf(call, repository)) };
  },

  "issues/create-comment": (call) => {
    const repository = writableRepositoryOf(call, "read");
    const { body } = call.body as { body: string };
    const comment = repository.issues.addComment(issueOf(call, repository), body, accountOf(call));
    return { status: 201, body: commentJson(repository, comment) };
  },

  "issues/update-comment": (call) => {
    const repository = writableRepositoryOf(call, "read");
    const comment = commentOf(call, repository);
    const { actor } = call;
    const isOthers = actor.kind === "user" && comment.user.id !== actor.account.id;
    if (isOthers && !isAtLeast(repository.roleOf(actor.account), "write")) {
      throw new Refusal(
        403,
        "You must be the author or have write access to this repository to update this comment.",
      );
    }
    const { body } = call.body as { body: string };
    repository.issues.changeComment(comment, body, accountOf(call));
    return { status: 200, body: commentJson(repository, comment) };
  },

  "reactions/create-for-issue-comment": (call) => {
    const repository = writableRepositoryOf(call, "read");
    return react(call, repository, commentOf(call, repository));
  },
};

const issueOf = ({ params }: Call, { issues }: Repository) => issues.issue(Number(params["issue_number"]));

const commentOf = ({ params }: Call, { issues }: Repository) => issues.comment(Number(params["comment_id"]));

function react(call: Call, repository: Repository, to: Parameters<Repository["issues"]["react"]>[0]) {
  const { content } = call.body as { content: ReactionContent };
  const { reaction, isNew } = repository.issues.react(to, content, accountOf(call));
  return { status: isNew ? 201 : 200, body: reactionJson(repository, reaction) };
}
