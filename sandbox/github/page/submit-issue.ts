import { Refusal } from "../refusal.ts";
import { type Issue, isPullRequest } from "../repositories/issues/issue.ts";
import type { Repository } from "../repositories/repository.ts";
import { isAtLeast } from "../repositories/role-book.ts";
import type { Account } from "../world.ts";
import { field } from "./form.ts";
import { pathTo } from "./layout.ts";
import { toggleTask } from "./toggle-task.ts";

/** Does what a form on an issue's page asks for: a button, a tick, another text, or a comment. Resolves to the page to go to. */
export async function submitIssue(
  repository: Repository,
  issue: Issue,
  form: URLSearchParams,
  who: Account,
): Promise<string> {
  const page = pathTo(repository, "issues", issue.number);
  const action = form.get("action");
  const tick = form.get("tick");
  if (action === null && tick === null && !form.has("text")) {
    const { id } = repository.comment(issue.number, who, field(form, "body"));
    return `${page}#issuecomment-${id}`;
  }
  requireSay(repository, issue, action, who);
  if (action !== null) await press(repository, issue, action, who);
  else {
    const body = tick === null ? field(form, "text") : toggleTask(issue.body ?? "", Number(tick));
    await repository.issues.change(issue, { body }, who);
  }
  return action === "delete" ? pathTo(repository, "issues") : page;
}

/** Whose text it is may change and close it; all else is for those who may write. */
function requireSay(repository: Repository, issue: Issue, action: string | null, who: Account): void {
  const isOwn = issue.user.id === who.id && ["close", "reopen", "ready", null].includes(action);
  if (!isOwn && !isAtLeast(repository.roleOf(who), "write")) {
    throw new Refusal(403, "Must have write rights to Repository.");
  }
}

async function press(repository: Repository, issue: Issue, action: string, who: Account): Promise<void> {
  const { issues, pulls } = repository;
  repository.requireWritable();
  if (action === "close") await issues.change(issue, { state: "closed" }, who);
  else if (action === "reopen") await issues.change(issue, { state: "open" }, who);
  else if (action === "lock") await issues.lock(issue, who);
  else if (action === "unlock") await issues.unlock(issue, who);
  else if (action === "delete") issues.delete(issue, who);
  else if (action === "merge" && isPullRequest(issue)) await pulls.merge(issue, who);
  else if (action === "ready" && isPullRequest(issue)) await pulls.markReady(issue, who);
  else throw new Refusal(422, `Nothing here is called ${action}.`);
}
