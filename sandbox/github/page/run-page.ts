import type { CheckRun } from "../repositories/checks/check-run.ts";
import type { Repository } from "../repositories/repository.ts";
import { checkMark } from "./check-mark.ts";
import { annotatedLines } from "./file-lines.ts";
import { type Html, html } from "./html.ts";
import { moment, type Page, pathTo, repositoryHead, whoSelect } from "./layout.ts";
import { renderMarkdown } from "./render-markdown.ts";

/** A check run as GitHub shows it, with its annotations on the lines that they are about. */
export async function runPage(repository: Repository, run: CheckRun): Promise<Page> {
  const isOver = run.status === "completed";
  return {
    title: `${run.name} · ${repository.fullName}`,
    isMoving: !isOver,
    body: html`${repositoryHead(repository)}
      <h2>${checkMark(run)} ${run.name}</h2>
      <p>${(run.conclusion ?? run.status).replaceAll("_", " ")}, on
        <a href="${pathTo(repository, "commit", run.headSha)}"><code>${run.headSha.slice(0, 7)}</code></a>,
        started ${moment(run.startedAt)}${run.completedAt ? html`, completed ${moment(run.completedAt)}` : undefined}</p>
      ${isOver ? buttons(repository, run) : undefined}
      <article>
        ${run.title === undefined ? undefined : html`<h3>${run.title}</h3>`}
        ${[run.summary, run.text].map((text) => (text === undefined ? undefined : renderMarkdown(text)))}
      </article>
      ${await annotations(repository, run)}`,
  };
}

function buttons(repository: Repository, run: CheckRun): Html {
  const own = run.actions.map(
    ({ label, description, identifier }) =>
      html`<button name="action" value="${identifier}" title="${description}">${label}</button> `,
  );
  return html`<form method="post" action="${pathTo(repository, "runs", run.id)}">
    <button>Re-run</button> ${own} ${whoSelect(repository)}</form>`;
}

async function annotations({ git }: Repository, run: CheckRun): Promise<readonly Html[]> {
  const commit = git.commits.get(run.headSha);
  const byPath = Map.groupBy(run.annotations, ({ path }) => path);
  return Promise.all(
    [...byPath].map(async ([path, those]) => {
      const text = (commit && (await git.readText(commit, path))) ?? "";
      return html`<section><h3><code>${path}</code></h3>${annotatedLines(text, those)}</section>`;
    }),
  );
}
