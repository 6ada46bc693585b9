import type { Account } from "../world.ts";
import { type Commit, NO_COMMIT, type Signature } from "./git/commit.ts";
import { compareTrees } from "./git/compare-trees.ts";
import type { Repository } from "./repository.ts";

/** As many commits as GitHub lists in one push. https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
const MAX_LISTED = 2048;

/** A ref that moved. */
export interface RefMove {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The branch that a new one was made from. */
  readonly baseRef?: string;
  readonly pusher: Account;
}

/** What the event `push` says of it. */
export async function pushPayload(repository: Repository, move: RefMove): Promise<Record<string, unknown>> {
  const { before, after, ref, pusher } = move;
  const { commits } = repository.git;
  const head = after === undefined ? undefined : commits.get(after);
  const others = [...repository.git.refs].filter(([other]) => other !== ref).map(([, sha]) => sha);
  const pushed = after === undefined ? [] : commits.between(before ? [before] : others, after);
  const listed = await Promise.all(
    pushed.slice(0, MAX_LISTED).map((commit) => pushedCommit(repository, commit)),
  );
  return {
    ref,
    before: before ?? NO_COMMIT,
    after: after ?? NO_COMMIT,
    base_ref: move.baseRef ?? null,
    created: before === undefined,
    deleted: after === undefined,
    forced: before !== undefined && after !== undefined && !commits.isAncestor(before, after),
    compare: `${repository.htmlUrl}/compare/${(before ?? NO_COMMIT).slice(0, 12)}...${(after ?? NO_COMMIT).slice(0, 12)}`,
    commits: listed,
    head_commit: head ? await pushedCommit(repository, head) : null,
    pusher: { name: pusher.login, email: emailOf(pusher) },
  };
}

/** What the events `create` and `delete` say of a ref. */
export function refPayload(repository: Repository, ref: string, event: "create" | "delete") {
  const [, kind, ...name] = ref.split("/");
  const about = { ref: name.join("/"), ref_type: kind === "tags" ? "tag" : "branch", pusher_type: "user" };
  if (event === "delete") return about;
  return { ...about, master_branch: repository.defaultBranch, description: repository.description ?? null };
}

/** The address that GitHub gives to whoever hides theirs. */
export const emailOf = ({ id, login }: Account) => `${id}+${login}@users.noreply.github.com`;

async function pushedCommit(repository: Repository, commit: Commit) {
  const { git } = repository;
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : git.commits.get(parent)?.tree;
  const changes = await compareTrees(git.objects, before, commit.tree);
  const paths = (status: string) =>
    changes.filter((change) => change.status === status).map(({ path }) => path);
  return {
    ...headCommitJson(commit),
    distinct: true,
    url: `${repository.htmlUrl}/commit/${commit.sha}`,
    added: paths("added"),
    removed: paths("removed"),
    modified: paths("modified"),
  };
}

/** A commit as pushes and check suites show it. */
export function headCommitJson(commit: Commit) {
  const person = ({ name, email }: Signature) => ({ name, email, username: name });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message.trimEnd(),
    timestamp: commit.committer.date.toISOString(),
    author: person(commit.author),
    committer: person(commit.committer),
  };
}
