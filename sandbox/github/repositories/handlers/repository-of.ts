import type { Call } from "../../handler.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { Commit } from "../git/commit.ts";
import type { Repository } from "../repository.ts";
import { isAtLeast, type Role } from "../role-book.ts";

/** The repository that a path names. Throws 404, also to people who may not know of it; 403 where their role does not suffice. */
export function repositoryOf({ world, actor, params }: Call, needed: Role = "read"): Repository {
  const repository = world.findRepository(params["owner"] ?? "", params["repo"] ?? "");
  if (!repository) throw notFound();
  if (actor.kind !== "user") return repository;
  const role = repository.roleOf(actor.account);
  if (role === "none") throw notFound();
  if (!isAtLeast(role, needed)) throw new Refusal(403, `Must have ${needed} rights to Repository.`);
  return repository;
}

/** The same, to be changed. Throws 403 where it is archived or a person's role does not suffice. */
export function writableRepositoryOf(call: Call, needed: Role = "write"): Repository {
  const repository = repositoryOf(call);
  const { actor } = call;
  repository.requireWritable();
  if (actor.kind === "user" && !isAtLeast(repository.roleOf(actor.account), needed)) {
    throw new Refusal(403, "Must have push access to repository");
  }
  return repository;
}

/** The commit that a branch, a tag or a sha names. Throws as GitHub answers. */
export function commitOf(repository: Repository, ref: string): Commit {
  if (repository.git.refs.size === 0) throw new Refusal(409, "Git Repository is empty.");
  const commit = repository.git.resolve(ref === "HEAD" ? repository.defaultBranch : ref);
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return commit;
}
