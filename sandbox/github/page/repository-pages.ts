import { type CheckRun, latestRuns } from "../repositories/checks/check-run.ts";
import type { Commit } from "../repositories/git/commit.ts";
import { compareTrees, filesOf } from "../repositories/git/compare-trees.ts";
import type { Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import { checkMark } from "./check-mark.ts";
import { type Html, html } from "./html.ts";
import { moment, type Page, pathTo, repositoryHead } from "./layout.ts";

/** As many commits and files as one page shows. */
const MAX_SHOWN = 100;

/** Milliseconds after a push in which the App should have answered. */
const FRESH = 10_000;

/** All repositories, with when each was last pushed to. */
export function repositoriesPage({ repositories }: World): Page {
  const items = [...repositories.values()].map(
    (repository) => html`<li><a href="${pathTo(repository)}">${repository.fullName}</a>
      ${repository.description}<small>pushed ${moment(repository.pushedAt)}</small></li>`,
  );
  return { title: "Repositories", body: html`<h1>Repositories</h1><ul class="list">${items}</ul>` };
}

/** The commits of a branch with their check runs, newest first. */
export function commitsPage(repository: Repository, branch: string): Page {
  const { git } = repository;
  const head = git.resolve(branch);
  const commits = head ? git.commits.between([], head.sha).toReversed().slice(0, MAX_SHOWN) : [];
  const branches = git
    .branches()
    .map(
      ([name]) =>
        html`<a href="${pathTo(repository)}?branch=${encodeURIComponent(name)}"${name === branch ? html` aria-current="page"` : ""}>${name}</a> `,
    );
  return {
    title: repository.fullName,
    isMoving: commits.some((commit) => isMoving(repository, commit)),
    body: html`${repositoryHead(repository)}<p class="branches">${branches}</p>
      <ul class="list">${commits.map((commit) => commitItem(repository, commit))}</ul>
      ${commits.length === 0 ? html`<p>Nothing was pushed yet.</p>` : undefined}`,
  };
}

/** One commit: its check runs, those that were replaced included, and the files that it changed. */
export async function commitPage(repository: Repository, commit: Commit): Promise<Page> {
  const { git, checks } = repository;
  const parent = git.commits.get(commit.parents[0] ?? "");
  const changes = await compareTrees(git.objects, parent?.tree, commit.tree);
  return {
    title: `${subject(commit)} · ${repository.fullName}`,
    isMoving: isMoving(repository, commit),
    body: html`${repositoryHead(repository)}<h2>${subject(commit)}</h2>
      <p><code>${commit.sha}</code> by ${commit.author.name}, ${moment(commit.committer.date)}</p>
      <ul class="runs">${checks
        .suitesOf(commit.sha)
        .flatMap(({ runs }) => runs)
        .map((run) => runItem(repository, run))}</ul>
      <ul class="list">${changes
        .slice(0, MAX_SHOWN)
        .map(
          ({ path, status }) =>
            html`<li><small>${status}</small> <a href="${pathTo(repository, "blob", commit.sha, ...path.split("/"))}">${path}</a></li>`,
        )}</ul>`,
  };
}

/** All files of a commit. */
export async function filesPage(repository: Repository, commit: Commit, ref: string): Promise<Page> {
  const files = [...(await filesOf(repository.git.objects, commit.tree)).keys()].sort();
  return {
    title: `${ref} · ${repository.fullName}`,
    body: html`${repositoryHead(repository)}<h2>Files of ${ref}</h2>
      <ul class="list">${files
        .slice(0, MAX_SHOWN)
        .map(
          (path) =>
            html`<li><a href="${pathTo(repository, "blob", ref, ...path.split("/"))}">${path}</a></li>`,
        )}</ul>`,
  };
}

/** Whether the App says something, was asked to, or may be about to. */
function isMoving({ checks, world }: Repository, { sha, committer }: Commit): boolean {
  return (
    world.now().getTime() - committer.date.getTime() < FRESH ||
    checks.suiteOf(sha)?.isRequestedAgain === true ||
    checks.suitesOf(sha).some(({ runs }) => runs.some(({ status }) => status !== "completed"))
  );
}

const subject = ({ message }: Commit) => message.split("\n", 1)[0] ?? "";

function commitItem(repository: Repository, commit: Commit): Html {
  const runs = repository.checks.suitesOf(commit.sha).flatMap(latestRuns);
  return html`<li><a href="${pathTo(repository, "commit", commit.sha)}">${subject(commit)}</a>
    <small><code>${commit.sha.slice(0, 7)}</code> by ${commit.author.name}, ${moment(commit.committer.date)}</small>
    <ul class="runs">${runs.map((run) => runItem(repository, run))}</ul></li>`;
}

/** A check run with how it stands. Jobs of workflows have pages of their own. */
export function runItem(repository: Repository, run: CheckRun): Html {
  const isOwn = run.suite.app === repository.world.app;
  const page = (isOwn ? undefined : run.detailsUrl) ?? pathTo(repository, "runs", run.id);
  return html`<li>${checkMark(run)} <a href="${page}">${run.name}</a> ${run.title}</li>`;
}
