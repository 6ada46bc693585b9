import type { TokenAuth } from "../auth-mode.ts";
import type { Backend } from "../call.ts";
import { type Identity, isAccount } from "./identity.ts";
import type { Action, Scope } from "./scope.ts";

const ALL: readonly Action[] = ["pull", "push", "delete"];

/** What of an asked scope somebody gets. No action is left where nothing is allowed. */
export function grantScope(identity: Identity, asked: Scope, auth: TokenAuth, backend: Backend): Scope {
  const allowed = allowedActions(identity, asked.repository, auth, backend);
  const actions = asked.actions.includes("*")
    ? allowed
    : allowed.filter((action) => asked.actions.includes(action));
  return { repository: asked.repository, actions };
}

function allowedActions(
  identity: Identity,
  repository: string,
  auth: TokenAuth,
  { manners, store }: Backend,
): readonly Action[] {
  if (!manners.admits.test(repository)) return [];
  if (isAccount(identity)) return ALL;
  const hidden = manners.hidesAbsent && !store.hasRepository(repository);
  const open = (store.visibility(repository) ?? manners.visibility) === "public";
  return auth.anonymous !== "none" && open && !hidden ? ["pull"] : [];
}
