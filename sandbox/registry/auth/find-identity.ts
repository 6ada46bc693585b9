import type { TokenAuth } from "../auth-mode.ts";
import { checkPassword } from "./check-password.ts";
import type { Identity } from "./identity.ts";

/** Who has this name and password: a user, or an installation by its token. With `anyName` only the password counts. */
export function findIdentity(
  { users = {}, verify }: TokenAuth,
  given: { name: string; password: string },
  anyName: boolean,
): Identity | undefined {
  const user = checkPassword(users, given, anyName);
  if (user !== undefined) return user;
  const grant = verify?.(given.password);
  const kind = grant?.repository === undefined ? "installation" : "job";
  return grant && { name: `${kind} on ${grant.account}`, secret: given.password, grant };
}

/** Whether GitHub would still vouch for who has logged in by an installation token; true for everybody else. */
export function isStillValid({ verify }: TokenAuth, { grant, secret }: Identity): boolean {
  return grant === undefined || (secret !== undefined && verify?.(secret) !== undefined);
}
