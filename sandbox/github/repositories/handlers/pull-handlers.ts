import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import type { PullRequest } from "../issues/issue.ts";
import { pullFilesJson, pullJson, simplePullJson } from "../json/pull-json.ts";
import type { Repository } from "../repository.ts";
import { repositoryOf, writableRepositoryOf } from "./repository-of.ts";

/** https://docs.github.com/en/rest/pulls/pulls */
export const pullHandlers: Handlers = {
  "pulls/list": (call) => {
    const repository = repositoryOf(call);
    const { query } = call;
    const state = query.get("state") ?? "open";
    const [head, base] = [query.get("head"), query.get("base")];
    const found = repository.issues.pulls
      .filter((issue) => state === "all" || issue.state === state)
      .filter(({ pull }) => head === null || `${repository.owner.login}:${pull.head}` === head)
      .filter(({ pull }) => base === null || pull.base === base);
    const { items, headers } = paginate(call, query.get("direction") === "asc" ? found : found.toReversed());
    return { status: 200, headers, body: items.map((issue) => simplePullJson(repository, issue)) };
  },

  "pulls/get": async (call) => {
    const repository = repositoryOf(call);
    return { status: 200, body: await pullJson(repository, pullOf(call, repository)) };
  },

  "pulls/create": async (call) => {
    const repository = writableRepositoryOf(call);
    const {
      title = "",
      body,
      head,
      base,
    } = call.body as {
      title?: string;
      body?: string;
      head: string;
      base: string;
    };
    const own = head.slice(head.indexOf(":") + 1);
    const pull = await repository.issues.openPull({ title, body, head: own, base }, accountOf(call));
    return { status: 201, body: await pullJson(repository, pull) };
  },

  "pulls/list-files": async (call) => {
    const repository = repositoryOf(call);
    const { items, headers } = paginate(call, await pullFilesJson(repository, pullOf(call, repository)));
    return { status: 200, headers, body: items };
  },
};

function pullOf({ params }: Call, { issues }: Repository): PullRequest {
  return issues.pull(Number(params["pull_number"]));
}
