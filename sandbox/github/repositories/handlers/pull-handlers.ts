import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { notForIntegration, Refusal } from "../../refusal.ts";
import type { PullRequest } from "../issues/issue.ts";
import { pullFilesJson, pullJson, simplePullJson } from "../json/pull-json.ts";
import { splitLabel } from "../network.ts";
import type { Repository } from "../repository.ts";
import { isAtLeast } from "../role-book.ts";
import { repositoryOf, writableRepositoryOf } from "./repository-of.ts";

interface PullBody {
  readonly title?: string;
  readonly body?: string;
  readonly head: string;
  readonly base: string;
  readonly draft?: boolean;
}

/** https://docs.github.com/en/rest/pulls/pulls */
export const pullHandlers: Handlers = {
  "pulls/list": (call) => {
    const repository = repositoryOf(call);
    const { query } = call;
    const state = query.get("state") ?? "open";
    const [head, base] = [query.get("head"), query.get("base")];
    const found = repository.pulls.all
      .filter((issue) => state === "all" || issue.state === state)
      .filter(({ pull }) => head === null || `${pull.source.owner.login}:${pull.head}` === head)
      .filter(({ pull }) => base === null || pull.base === base);
    const { items, headers } = paginate(call, query.get("direction") === "asc" ? found : found.toReversed());
    return { status: 200, headers, body: items.map((issue) => simplePullJson(repository, issue)) };
  },

  "pulls/get": async (call) => {
    const repository = repositoryOf(call);
    return { status: 200, body: await pullJson(repository, pullOf(call, repository)) };
  },

  "pulls/create": async (call) => {
    const repository = writableRepositoryOf(call, "read");
    const { title = "", body, head, base, draft = false } = call.body as PullBody;
    requireHead(call, repository, head);
    const pull = await repository.pulls.open({ title, body, head, base, isDraft: draft }, accountOf(call));
    return { status: 201, body: await pullJson(repository, pull) };
  },

  "pulls/list-files": async (call) => {
    const repository = repositoryOf(call);
    const { items, headers } = paginate(call, await pullFilesJson(repository, pullOf(call, repository)));
    return { status: 200, headers, body: items };
  },
};

function pullOf({ params }: Call, { pulls }: Repository): PullRequest {
  return pulls.get(Number(params["pull_number"]));
}

/** Whoever opens a pull request must be able to write to its branch; Apps reach no fork here. */
function requireHead({ actor }: Call, repository: Repository, head: string): void {
  const source = splitLabel(repository, head)?.repository;
  if (!source) return;
  if (actor.kind !== "user" && source !== repository) throw notForIntegration();
  if (actor.kind === "user" && !isAtLeast(source.roleOf(actor.account), "write")) {
    throw new Refusal(403, "Must have push access to repository");
  }
}
