import type { Account } from "../world.ts";
import type { Files } from "./git/file-content.ts";
import { requireFilePath } from "./git/require-file-path.ts";
import { emailOf } from "./push-payload.ts";
import type { Repository } from "./repository.ts";

/** One commit as a person makes it. */
export interface Change {
  /** Without any, the commit changes nothing. */
  readonly files?: Files;
  readonly message?: string;
  readonly author?: Account;
}

/** Writes one commit as a person makes it, without a branch that leads to it, and resolves with its sha. */
export async function writeChange(
  { git, world, creator }: Repository,
  parent: string | undefined,
  change: Change,
): Promise<string> {
  const { files = {}, author = creator, message = `Change ${Object.keys(files).join(", ")}` } = change;
  for (const path of Object.keys(files)) requireFilePath(path);
  const base = parent === undefined ? undefined : git.commits.get(parent);
  if (parent !== undefined && !base) throw new Error(`there is no commit ${parent}`);
  const signature = { name: author.login, email: emailOf(author), date: world.now() };
  const tree = await git.changedTree(base, files);
  const parents = base ? [base.sha] : [];
  return git.addCommit({ message, tree, parents, author: signature, committer: signature }).sha;
}
