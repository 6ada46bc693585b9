import { accountJson } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { Refusal } from "../../refusal.ts";
import { repositoryJson } from "../json/repository-json.ts";
import type { Repository } from "../repository.ts";
import { isAtLeast, type Role } from "../role-book.ts";
import { repositoryOf } from "./repository-of.ts";

/** https://docs.github.com/en/rest/repos/repos and https://docs.github.com/en/rest/collaborators/collaborators */
export const repositoryInfoHandlers: Handlers = {
  "repos/get": (call) => {
    const repository = repositoryOf(call);
    const json = repositoryJson(repository);
    return {
      status: 200,
      body: {
        ...json,
        permissions: permissionsOf(call, repository),
        subscribers_count: 0,
        network_count: 0,
        ...(repository.owner.type === "Organization" && { organization: json.owner }),
        ...(repository.parent && {
          parent: repositoryJson(repository.parent),
          source: sourceJson(repository),
        }),
      },
    };
  },

  "repos/get-collaborator-permission-level": (call) => {
    const repository = repositoryOf(call);
    const login = call.params["username"] ?? "";
    const account = call.world.accounts.get(login.toLowerCase());
    if (account?.type !== "User") throw new Refusal(404, `${login} is not a user`);
    const role = repository.roleOf(account);
    // One that an organization has made has a name of its own.
    const role_name = repository.roles.nameOf(account) ?? role;
    const user = { ...accountJson(account, call.world), permissions: permissionsOfRole(role), role_name };
    return { status: 200, body: { permission: LEGACY[role], role_name, user } };
  },
};

/** The older field knows four words only. */
const LEGACY: Readonly<Record<Role, string>> = {
  admin: "admin",
  maintain: "write",
  write: "write",
  triage: "read",
  read: "read",
  none: "none",
};

function sourceJson(repository: Repository): ReturnType<typeof repositoryJson> {
  return repository.parent ? sourceJson(repository.parent) : repositoryJson(repository);
}

function permissionsOf({ actor }: Call, repository: Repository) {
  if (actor.kind === "user") return permissionsOfRole(repository.roleOf(actor.account));
  if (actor.kind !== "installation" && actor.kind !== "job") return permissionsOfRole("read");
  return permissionsOfRole(actor.permissions["contents"] === "write" ? "write" : "read");
}

const permissionsOfRole = (role: Role) => ({
  admin: isAtLeast(role, "admin"),
  maintain: isAtLeast(role, "maintain"),
  push: isAtLeast(role, "write"),
  triage: isAtLeast(role, "triage"),
  pull: isAtLeast(role, "read"),
});
