import { Refusal } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import type { Commit } from "../git/commit.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import { emailOf } from "../push-payload.ts";
import type { Repository } from "../repository.ts";
import type { PullRequest } from "./issue.ts";

/** Writes the commit that would bring a pull request into `onto`. No branch moves. Throws 405 where the two do not go together. */
export async function mergeCommit(
  { git, world }: Repository,
  { number, title, pull }: PullRequest,
  onto: string,
  who: Account,
): Promise<Commit> {
  const [ours, theirs] = [git.commits.get(onto), git.commits.get(pull.headSha)];
  const tree = ours && theirs && (await mergeTrees(git, ours, theirs));
  if (tree === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const author = { name: who.login, email: emailOf(who), date: world.now() };
  return git.addCommit({
    message: `Merge pull request #${number} from ${pull.source.owner.login}/${pull.head}\n\n${title}`,
    tree,
    parents: [onto, pull.headSha],
    author,
    committer: author,
  });
}
