import type { Actor } from "../actor.ts";
import type { Operation } from "../contract/contract.ts";
import { notForIntegration, notFound, Refusal } from "../refusal.ts";
import type { Repository } from "../repositories/repository.ts";
import {
  APP_OPERATIONS,
  isGranted,
  type Need,
  PERMISSION_NEEDS,
  PUBLIC_OPERATIONS,
} from "./permission-needs.ts";
import { undecodable } from "./verify-jwt.ts";

type InstallationActor = Actor & { kind: "installation" };
type JobActor = Actor & { kind: "job" };

/** A request that is to be allowed or not. */
export interface Wish {
  readonly operation: Operation;
  readonly actor: Actor;
  /** That the path names; undefined where it names none, `absent` where there is none of that name. */
  readonly repository: Repository | "absent" | undefined;
  /** Whether an installation's token extends to a repository. */
  reaches(actor: InstallationActor, repository: Repository): boolean;
}

/** Refuses what GitHub would refuse. Returns the permission that an installation made use of, if one was needed. */
export function authorize(wish: Wish): Need | undefined {
  const { operation, actor, repository } = wish;
  if (PUBLIC_OPERATIONS.has(operation.id)) return undefined;
  if (APP_OPERATIONS.has(operation.id)) {
    if (actor.kind !== "app") throw undecodable();
    return undefined;
  }
  switch (actor.kind) {
    case "app":
      throw notForIntegration();
    case "installation":
      if (!operation.isForApps) throw notForIntegration();
      return authorizeToken(actor, wish);
    case "job":
      authorizeToken(actor, wish);
      return undefined;
    case "user":
      return authorizeUser(operation, repository);
    case "anonymous":
      return authorizeAnonymous(operation, repository);
  }
}

/** Jobs have tokens of GitHub's own App, which may do more than others. */
function authorizeToken(
  actor: InstallationActor | JobActor,
  { operation, repository, reaches }: Wish,
): Need | undefined {
  const needs = PERMISSION_NEEDS[operation.id];
  if (needs === undefined) throw notForIntegration();
  if (repository === "absent") throw notFound();
  const extendsTo = (wanted: Repository) =>
    actor.kind === "job" ? actor.repository === wanted.id : reaches(actor, wanted);
  if (repository !== undefined && !extendsTo(repository)) {
    if (repository.isPrivate) throw notFound();
    // Public repositories may be read by everybody, with any token.
    if (needs.every(({ access }) => access === "read")) return undefined;
    throw notForIntegration();
  }
  const used = needs.find((need) => isGranted(actor.permissions, need));
  if (used === undefined && needs.length > 0) throw notForIntegration();
  return used;
}

/** Check runs are for Apps; the rest is for handlers to know, by role. */
function authorizeUser({ id, method }: Operation, repository: Wish["repository"]): undefined {
  if (repository === "absent") throw notFound();
  if (id.startsWith("checks/") && method !== "GET" && !id.startsWith("checks/rerequest")) {
    throw new Refusal(403, "You must authenticate via a GitHub App.");
  }
  if (id.startsWith("apps/")) {
    throw new Refusal(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  }
}

function authorizeAnonymous({ method }: Operation, repository: Wish["repository"]): undefined {
  if (repository === "absent") throw notFound();
  if (repository === undefined || method !== "GET") throw new Refusal(401, "Requires authentication");
  if (repository.isPrivate) throw notFound();
}
