import { ROLES, type Role } from "../threads.ts";

/** The parts of GitHub's answer that are read here. https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
export interface PermissionPart {
  /** `admin`, `write`, `read` or `none`: `maintain` counts as `write` here, `triage` as `read`. */
  readonly permission: string;
  /** One of ours, or the name of a role that an organization has made. */
  readonly role_name: string;
  readonly user: { readonly permissions?: { readonly maintain?: boolean; readonly triage?: boolean } } | null;
}

/** What somebody may do. A role that an organization has made counts as the one it is based on. */
export function readRole({ permission, role_name, user }: PermissionPart): Role {
  const known = ROLES.find((role) => role === role_name);
  if (known) return known;
  const may = user?.permissions;
  switch (permission) {
    case "admin":
      return "admin";
    case "write":
      return may?.maintain ? "maintain" : "write";
    case "read":
      return may?.triage ? "triage" : "read";
    default:
      return "none";
  }
}
