import type { WorkflowRun } from "../actions/workflow-run.ts";
import { notFound, Refusal } from "../refusal.ts";
import { inNetwork } from "../repositories/network.ts";
import type { Repository } from "../repositories/repository.ts";
import { isAtLeast } from "../repositories/role-book.ts";
import type { Change } from "../repositories/write-change.ts";
import type { Account, World } from "../world.ts";
import { field } from "./form.ts";
import { pathTo } from "./layout.ts";
import { placeOf } from "./show-page.ts";
import { submitIssue } from "./submit-issue.ts";

/** Does what somebody asked for in a form. Resolves to the page to go to. Throws 404 and what the repository refuses. */
export async function submitForm(
  world: World,
  segments: readonly string[],
  form: URLSearchParams,
): Promise<string> {
  const { repository, part, rest } = placeOf(world, segments);
  const who = personOf(world, field(form, "who"));
  const [number] = rest;
  switch (part) {
    case "edit": {
      const path = field(form, "path");
      const branch = field(form, "branch") || repository.defaultBranch;
      const content = form.has("delete") ? null : field(form, "content");
      const message = field(form, "message") || `Change ${path}`;
      if (form.has("propose")) {
        const pull = await propose(repository, { files: { [path]: content }, message, author: who }, branch);
        return pathTo(repository, "pull", pull.number);
      }
      await repository.commit({ files: { [path]: content }, branch, message, author: who });
      return `${pathTo(repository)}?branch=${encodeURIComponent(branch)}`;
    }
    case "runs": {
      const action = form.get("action");
      if (action === null) repository.pressRerun(Number(number), who);
      else repository.pressAction(Number(number), action, who);
      return pathTo(repository, "commit", repository.checks.run(Number(number)).headSha);
    }
    case "actions": {
      const run = world.actions.of(repository).run(Number(rest[1]));
      press(run, form.get("action"), who);
      return pathTo(repository, "actions", "runs", run.id);
    }
    case "issues": {
      if (number === undefined) {
        const issue = repository.openIssue(field(form, "title"), field(form, "body"), who);
        return pathTo(repository, "issues", issue.number);
      }
      return submitIssue(repository, repository.issues.issue(Number(number)), form, who);
    }
    default:
      throw notFound();
  }
}

/** Whoever may not push does so to a fork of theirs, as on GitHub. */
async function propose(repository: Repository, change: Change & { author: Account }, base: string) {
  const { author } = change;
  const mayPush = isAtLeast(repository.roleOf(author), "write");
  const source = mayPush
    ? repository
    : (inNetwork(repository, author.login) ?? (await repository.fork(author)));
  const branch = `${author.login}-patch-${repository.issues.all.length + 1}`;
  await source.commit({ ...change, branch, ...parentOf(repository, base) });
  const [title = ""] = (change.message ?? "").split("\n", 1);
  return repository.openPullRequest({ title, head: `${source.owner.login}:${branch}`, base }, author);
}

function parentOf({ git }: Repository, branch: string): { parent?: string } {
  const parent = git.branch(branch);
  return parent === undefined ? {} : { parent };
}

/** Presses a button of a run. Throws 422 where it is gone in the meantime. */
function press(run: WorkflowRun, action: string | null, who: Account): void {
  const { actions } = run.repository.world;
  if (action === "rerun" && run.isOver) actions.rerun(run, who);
  else if (action === "approve" && run.status === "waiting") actions.approve(run);
  else if (action === "cancel" && !run.isOver) actions.cancel(run);
  else throw new Refusal(422, "The run has gone on in the meantime.");
}

function personOf({ accounts }: World, login: string): Account {
  const account = accounts.get(login.toLowerCase());
  if (account?.type !== "User") throw new Refusal(422, "Nobody has this name.");
  return account;
}
