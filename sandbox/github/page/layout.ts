import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { type Html, html, type Part } from "./html.ts";

/** What stands on a page. */
export interface Page {
  readonly title: string;
  readonly body: Part;
  /** Whether something on it is about to change: then it is loaded again every few seconds. */
  readonly isMoving?: boolean;
}

/** A whole document. */
export const layout = ({ title, body, isMoving = false }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isMoving ? html`<meta http-equiv="refresh" content="2">` : undefined}
<title>${title}</title>
<link rel="stylesheet" href="/ui/style.css">
</head>
<body>
<header><a href="/ui/">Sandbox GitHub</a> <span>A GitHub on this machine. Nothing leaves it.</span></header>
<main>${body}</main>
</body>
</html>
`;

/** The address of a part of a repository; each segment is encoded. */
export const pathTo = ({ owner, name }: Repository, ...segments: readonly (string | number)[]) =>
  `/ui/${[owner.login, name, ...segments].map((segment) => encodeURIComponent(segment)).join("/")}`;

/** The heading of a repository's pages, with ways to its parts. */
export const repositoryHead = (repository: Repository): Html => html`<h1>
<a href="${pathTo(repository)}">${repository.fullName}</a>
${repository.isPrivate ? html`<small>private</small>` : undefined}
${repository.isArchived ? html`<small>archived</small>` : undefined}
</h1>
<nav>
<a href="${pathTo(repository)}">Commits</a>
<a href="${pathTo(repository, "tree", repository.defaultBranch)}">Files</a>
<a href="${pathTo(repository, "actions")}">Actions</a>
<a href="${pathTo(repository, "issues")}">Issues and pull requests</a>
<a href="${pathTo(repository, "edit")}">Push a file</a>
</nav>`;

/** A choice of the person who acts, with what each may do. */
export function whoSelect(repository: Repository): Html {
  const { world, creator } = repository;
  const people = [...world.accounts.values()].filter(({ type }) => type === "User");
  const first = people.filter(({ id }) => id === creator.id);
  const rest = people.filter(({ id }) => id !== creator.id);
  return html`<label>as <select name="who">${[...first, ...rest].map(
    (person) =>
      html`<option value="${person.login}">${person.login} (${roleName(repository, person)})</option>`,
  )}</select></label>`;
}

const roleName = (repository: Repository, person: Account) =>
  repository.roles.nameOf(person) ?? repository.roleOf(person);

/** A moment, to the second. */
export const moment = (date: Date): Html => {
  const text = date.toISOString().slice(0, 19);
  return html`<time datetime="${text}Z">${text.replace("T", " ")}</time>`;
};
