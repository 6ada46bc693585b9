import type { TokenAuth } from "../auth-mode.ts";
import type { Backend, Call } from "../call.ts";
import { refusal } from "../refusal.ts";
import { checkPassword, parseBasic } from "./check-password.ts";
import { findIdentity } from "./find-identity.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import { splitScopes } from "./scope.ts";
import type { TokenIssuer } from "./token-issuer.ts";

/** What somebody asks the token service for. */
export interface TokenRequest {
  readonly identity: Identity;
  readonly service: string;
  readonly scopes: readonly string[];
  readonly wantsRefresh: boolean;
}

/**
 * Reads a GET: scopes in the query, and who asks from Basic, if there is any. Throws for a wrong password.
 */
export function readTokenQuery(call: Call, auth: TokenAuth, { manners }: Backend): TokenRequest {
  const query = call.url.searchParams;
  const given = parseBasic(call.headers.authorization);
  const identity = given ? findIdentity(auth, given, manners.ignoresUserName) : ANONYMOUS;
  if (identity === undefined) {
    throw manners.deniesAtToken ? refusal("DENIED", { message: "denied" }) : refusal("UNAUTHORIZED");
  }
  return {
    identity,
    service: query.get("service") ?? "",
    scopes: splitScopes(query.getAll("scope")),
    wantsRefresh: query.get("offline_token") === "true",
  };
}

/** Reads OAuth2's form. Undefined where neither password nor refresh token is anybody's. */
export function readTokenForm(
  form: URLSearchParams,
  auth: TokenAuth,
  issuer: TokenIssuer,
): TokenRequest | undefined {
  const users = auth.users ?? {};
  const refresh = form.get("grant_type") === "refresh_token" ? (form.get("refresh_token") ?? "") : undefined;
  const name = form.get("username") ?? "";
  const identity =
    refresh === undefined
      ? checkPassword(users, { name, password: form.get("password") ?? "" }, false)
      : (issuer.findRefresh(refresh) ?? checkPassword(users, { name, password: refresh }, true));
  if (identity === undefined) return undefined;
  return {
    identity,
    service: form.get("service") ?? "",
    scopes: splitScopes(form.getAll("scope")),
    wantsRefresh: form.get("access_type") === "offline",
  };
}
