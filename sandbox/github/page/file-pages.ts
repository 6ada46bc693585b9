import { notFound } from "../refusal.ts";
import type { Commit } from "../repositories/git/commit.ts";
import type { Repository } from "../repositories/repository.ts";
import { fileLines } from "./file-lines.ts";
import { html } from "./html.ts";
import { type Page, pathTo, repositoryHead, whoSelect } from "./layout.ts";

/** One file at a commit. Throws 404. */
export async function filePage(repository: Repository, commit: Commit, path: string): Promise<Page> {
  const text = await repository.git.readText(commit, path);
  if (text === undefined) throw notFound();
  return {
    title: `${path} · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<h2><code>${path}</code> at <code>${commit.sha.slice(0, 7)}</code></h2>
      <p><a href="${pathTo(repository, "edit")}?path=${encodeURIComponent(path)}">Change it</a></p>
      ${fileLines(text)}`,
  };
}

/** A form with a file as it is on a branch, to be pushed or proposed. */
export async function editPage(
  repository: Repository,
  path: string,
  branch: string,
  proposal?: string,
): Promise<Page> {
  const head = repository.git.resolve(branch);
  const text = head && (await repository.git.readText(head, path));
  return {
    title: `Push a file · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<h2>Push a file</h2>
      <form method="post" action="${pathTo(repository, "edit")}">
        <label>Path <input name="path" value="${path}" required></label>
        <label>Branch <input name="branch" value="${branch}" required></label>
        <label>Message <input name="message" value="${text === undefined ? "Add" : "Change"} ${path}" required></label>
        <textarea name="content" rows="18" spellcheck="false" aria-label="Content">
${proposal ?? text}</textarea>
        <button>Push</button> <button name="propose" value="yes">Propose it in a pull request</button>
        <button name="delete" value="yes">Push its deletion</button> ${whoSelect(repository)}
      </form>`,
  };
}
