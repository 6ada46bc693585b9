import type { Comment, Issue } from "../repositories/issues/issue.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { type Html, html } from "./html.ts";
import { moment, type Page, pathTo, repositoryHead, whoSelect } from "./layout.ts";
import { renderMarkdown } from "./render-markdown.ts";

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

/** An issue or a pull request with its comments, and a form to write one. */
export function issuePage(repository: Repository, issue: Issue): Page {
  const { number, pull } = issue;
  return {
    title: `#${number} ${issue.title} · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<h2>#${number} ${issue.title} <small>${issue.state}</small></h2>
      ${
        pull
          ? html`<p><code>${pull.head}</code> into <code>${pull.base}</code> at
        <a href="${pathTo(repository, "commit", pull.headSha)}"><code>${pull.headSha.slice(0, 7)}</code></a></p>`
          : undefined
      }
      ${[{ ...issue, body: issue.body ?? "" }, ...issue.comments].map((said) => comment(said))}
      <form method="post" action="${pathTo(repository, "issues", number)}">
        <textarea name="body" rows="6" required aria-label="Comment"></textarea>
        <button>Comment</button> ${whoSelect(repository)}
      </form>`,
  };
}

type Said = Pick<Comment, "id" | "body" | "createdAt" | "reactions"> & { readonly user: Account };

function comment({ id, user, createdAt, body, reactions }: Said): Html {
  const reacted = reactions.map(
    (reaction) => html`<span title="${reaction.user.login}">${reaction.content}</span> `,
  );
  return html`<article id="issuecomment-${id}"><small>${user.login}, ${moment(createdAt)}</small>
    ${renderMarkdown(body)}${reacted.length > 0 ? html`<p class="reactions">${reacted}</p>` : undefined}</article>`;
}
