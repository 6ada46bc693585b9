import { notFound } from "../refusal.ts";
import type { Commit } from "../repositories/git/commit.ts";
import type { Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import { workflowRunPage, workflowRunsPage } from "./actions-pages.ts";
import { editPage, filePage } from "./file-pages.ts";
import { issuePage, issuesPage } from "./issue-pages.ts";
import type { Page } from "./layout.ts";
import { commitPage, commitsPage, filesPage, repositoriesPage } from "./repository-pages.ts";
import { runPage } from "./run-page.ts";

/** Where a form or a page is: the repository, what of it, and which. */
export interface Place {
  readonly repository: Repository;
  /** `runs`, `issues` …; empty for the repository itself. */
  readonly part: string;
  readonly rest: readonly string[];
}

/** What a path names, its segments decoded and without `/ui/`. Throws 404. */
export function placeOf(world: World, segments: readonly string[]): Place {
  const [owner = "", name = "", part = "", ...rest] = segments;
  const repository = world.findRepository(owner, name);
  if (!repository) throw notFound();
  return { repository, part, rest };
}

/** The page that is asked for. Throws 404. */
export function showPage(
  world: World,
  segments: readonly string[],
  query: URLSearchParams,
): Page | Promise<Page> {
  if (segments.length === 0) return repositoriesPage(world);
  const { repository, part, rest } = placeOf(world, segments);
  const [first = ""] = rest;
  const branch = query.get("branch") || repository.defaultBranch;
  switch (part) {
    case "":
      return commitsPage(repository, branch);
    case "commit":
      return commitPage(repository, commitOf(repository, first));
    case "tree":
      return filesPage(repository, commitOf(repository, rest.join("/")), rest.join("/"));
    case "blob": {
      const { commit, path } = splitRef(repository, rest);
      return filePage(repository, commit, path);
    }
    case "edit": {
      if (rest.length === 0) return editPage(repository, query.get("path") || ".github/mirror.yml", branch);
      const { path } = splitRef(repository, rest);
      return editPage(repository, path, rest.join("/").slice(0, -path.length - 1));
    }
    case "new":
      return editPage(
        repository,
        query.get("filename") || "new.txt",
        rest.join("/") || branch,
        query.get("value") ?? undefined,
      );
    case "actions":
      return first === "runs" ? workflowRunPage(runOf(repository, rest[1])) : workflowRunsPage(repository);
    case "runs":
      return runPage(repository, repository.checks.run(Number(first)));
    case "issues":
    case "pull":
      return rest.length === 0
        ? issuesPage(repository)
        : issuePage(repository, repository.issues.issue(Number(first)));
    default:
      throw notFound();
  }
}

/** Names of branches may have slashes: the shortest one that is there is meant. Throws 404. */
export function splitRef(
  repository: Repository,
  segments: readonly string[],
): { commit: Commit; path: string } {
  for (let length = 1; length < segments.length; length++) {
    const commit = repository.git.resolve(segments.slice(0, length).join("/"));
    if (commit) return { commit, path: segments.slice(length).join("/") };
  }
  throw notFound();
}

const runOf = (repository: Repository, id: string | undefined) =>
  repository.world.actions.of(repository).run(Number(id));

function commitOf({ git }: Repository, ref: string): Commit {
  const commit = git.resolve(ref);
  if (!commit) throw notFound();
  return commit;
}
