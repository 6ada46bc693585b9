import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { Commit } from "../git/commit.ts";
import { compareTrees } from "../git/compare-trees.ts";
import { commitJson, wholeCommitJson } from "../json/commit-json.ts";
import { diffJson } from "../json/diff-json.ts";
import { splitLabel } from "../network.ts";
import type { Repository } from "../repository.ts";
import { commitOf, repositoryOf } from "./repository-of.ts";

/** https://docs.github.com/en/rest/commits/commits and https://docs.github.com/en/rest/branches/branches */
export const commitHandlers: Handlers = {
  "repos/list-commits": async (call) => {
    const repository = repositoryOf(call);
    const head = commitOf(repository, call.query.get("sha") || repository.defaultBranch);
    const { items, headers } = paginate(call, await matchingCommits(call, repository, head));
    return { status: 200, headers, body: items.map((commit) => commitJson(repository, commit)) };
  },

  "repos/get-commit": async (call) => {
    const repository = repositoryOf(call);
    return {
      status: 200,
      body: await wholeCommitJson(repository, commitOf(repository, call.params["ref"] ?? "")),
    };
  },

  "repos/get-branch": async (call) => {
    const repository = repositoryOf(call);
    const name = call.params["branch"] ?? "";
    const head = repository.git.commits.get(repository.git.branch(name) ?? "");
    if (!head) throw new Refusal(404, "Branch not found");
    const self = `${repository.apiUrl}/branches/${encodeURIComponent(name)}`;
    return {
      status: 200,
      body: {
        name,
        commit: await wholeCommitJson(repository, head),
        _links: { self, html: `${repository.htmlUrl}/tree/${name}` },
        protected: false,
        protection: {
          enabled: false,
          required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
        },
        protection_url: `${self}/protection`,
      },
    };
  },

  "repos/compare-commits": async (call) => {
    const repository = repositoryOf(call);
    const { basehead, base: left, head: right } = call.params;
    const [base = "", head = ""] = basehead ? basehead.split("...") : [left, right];
    return compareCommits(call, repository, resolve(repository, base), resolve(repository, head));
  },
};

/** Throws 404, as comparing does. A name may carry the owner, also that of a fork: `stranger:main`. */
function resolve(repository: Repository, name: string): Commit {
  const from = splitLabel(repository, name);
  const commit = from?.repository.git.resolve(from.branch);
  if (!commit) throw notFound();
  return commit;
}

/** Newest first. */
async function matchingCommits({ query }: Call, { git }: Repository, head: Commit): Promise<Commit[]> {
  const [since, until, author, path] = ["since", "until", "author", "path"].map((name) => query.get(name));
  const matching: Commit[] = [];
  for (const commit of git.commits.between([], head.sha).toReversed()) {
    if (since && commit.committer.date < new Date(since)) continue;
    if (until && commit.committer.date > new Date(until)) continue;
    if (author && commit.author.name !== author && commit.author.email !== author) continue;
    if (!path || (await touches(commit, path))) matching.push(commit);
  }
  return matching;

  async function touches(commit: Commit, wanted: string): Promise<boolean> {
    const parent = git.commits.get(commit.parents[0] ?? "");
    const [was, is] = await Promise.all([parent && git.entryAt(parent, wanted), git.entryAt(commit, wanted)]);
    return was?.oid !== is?.oid;
  }
}

async function compareCommits(call: Call, repository: Repository, base: Commit, head: Commit) {
  const { git, htmlUrl } = repository;
  const common = git.commits.mergeBase(base.sha, head.sha);
  if (!common) throw new Refusal(404, "No common ancestor between the two commits.");
  const ahead = git.commits.between([base.sha], head.sha);
  const behind = git.commits.between([head.sha], base.sha);
  const changes = await compareTrees(git.objects, common.tree, head.tree);
  const { items, headers } = paginate(call, ahead);
  const page = `${htmlUrl}/compare/${base.sha}...${head.sha}`;
  return {
    status: 200,
    headers,
    body: {
      url: `${repository.apiUrl}/compare/${base.sha}...${head.sha}`,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: commitJson(repository, base),
      merge_base_commit: commitJson(repository, common),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: items.map((commit) => commitJson(repository, commit)),
      files: await Promise.all(changes.slice(0, 300).map((change) => diffJson(repository, head.sha, change))),
    },
  };
}

function statusOf(ahead: number, behind: number) {
  if (ahead === 0) return behind === 0 ? "identical" : "behind";
  return behind === 0 ? "ahead" : "diverged";
}
