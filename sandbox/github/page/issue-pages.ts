import type { Comment, Issue, Pull, ReactionContent } from "../repositories/issues/issue.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { type Html, html } from "./html.ts";
import { moment, type Page, pathTo, repositoryHead, whoSelect } from "./layout.ts";
import { renderMarkdown, renderTasks } from "./render-markdown.ts";
import { runItem } from "./repository-pages.ts";

const FACES: Readonly<Record<ReactionContent, string>> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

/** All issues and pull requests, newest first, and a form to open an issue. */
export function issuesPage(repository: Repository): Page {
  const items = repository.issues.all.toReversed().map(
    (
      issue,
    ) => html`<li><a href="${pathTo(repository, "issues", issue.number)}">#${issue.number} ${issue.title}</a>
      <small>${issue.pull ? "pull request, " : ""}${issue.state}, by ${issue.user.login}</small></li>`,
  );
  return {
    title: `Issues · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<ul class="list">${items}</ul>
      <form method="post" action="${pathTo(repository, "issues")}">
        <label>Title <input name="title" required></label>
        <textarea name="body" rows="6" aria-label="Text"></textarea>
        <button>Open an issue</button> ${whoSelect(repository)}
      </form>`,
  };
}

/** An issue or a pull request with its comments; forms to comment, to tick its boxes and to change its text; and buttons to end it. */
export function issuePage(repository: Repository, issue: Issue): Page {
  const { number, title, pull, comments } = issue;
  const path = pathTo(repository, "issues", number);
  return {
    title: `#${number} ${title} · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<h2>#${number} ${title} <small>${stateOf(issue)}</small></h2>
      ${pull ? pullLines(repository, pull) : undefined}
      ${article(issue, issueText(repository, issue))}
      ${comments.map((comment) => article(comment, renderMarkdown(comment.body)))}
      <form method="post" action="${path}">
        <textarea name="body" rows="6" required aria-label="Comment"></textarea>
        <button>Comment</button> ${whoSelect(repository)}
      </form>
      <form method="post" action="${path}">${buttons(issue)} ${whoSelect(repository)}</form>
      <details><summary>Change the text above</summary>
        <form method="post" action="${path}">
          <textarea name="text" rows="12" aria-label="Text">
${issue.body}</textarea>
          <button>Change it</button> ${whoSelect(repository)}
        </form></details>`,
  };
}

function stateOf({ state, pull, lock }: Issue): string {
  const end = pull?.merged ? "merged" : pull?.isDraft && state === "open" ? "draft" : state;
  return lock ? `${end}, locked` : end;
}

function pullLines(repository: Repository, pull: Pull): Html {
  const { source, head, base, headSha } = pull;
  const label = source === repository ? head : `${source.owner.login}:${head}`;
  const runs = repository.checks.suitesOf(headSha).flatMap((suite) => suite.runs);
  return html`<p><code>${label}</code> into <code>${base}</code> at
    <a href="${pathTo(repository, "commit", headSha)}"><code>${headSha.slice(0, 7)}</code></a></p>
    <ul class="runs">${runs.map((run) => runItem(repository, run))}</ul>`;
}

function issueText(repository: Repository, { number, body = "" }: Issue): Html {
  const { body: text, tasks } = renderTasks(body);
  if (tasks === 0) return text;
  return html`<form method="post" action="${pathTo(repository, "issues", number)}">${text}
    <p>Tick ${whoSelect(repository)}</p></form>`;
}

function buttons({ state, pull, lock }: Issue): readonly Html[] {
  const isOpen = state === "open";
  const offers: readonly (readonly [string, string, boolean])[] = [
    ["merge", "Merge", isOpen && pull !== undefined && !pull.isDraft],
    ["ready", "Ready for review", isOpen && pull?.isDraft === true],
    ["close", "Close", isOpen],
    ["reopen", "Open again", !isOpen && !pull?.merged],
    ["lock", "Lock", !lock],
    ["unlock", "Unlock", lock !== undefined],
    ["delete", "Delete", pull === undefined],
  ];
  return offers
    .filter(([, , isOffered]) => isOffered)
    .map(([action, label]) => html`<button name="action" value="${action}">${label}</button> `);
}

type Said = Pick<Comment, "id" | "createdAt" | "reactions"> & { readonly user: Account };

function article({ id, user, createdAt, reactions }: Said, text: Html): Html {
  const reacted = reactions.map(
    ({ content, user }) => html`<span title="${content} by ${user.login}">${FACES[content]}</span> `,
  );
  return html`<article id="issuecomment-${id}"><small>${user.login}, ${moment(createdAt)}</small>
    ${text}${reacted.length > 0 ? html`<p class="reactions">${reacted}</p>` : undefined}</article>`;
}
