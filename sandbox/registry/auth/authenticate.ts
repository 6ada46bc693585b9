import type { AuthMode, BasicAuth, TokenAuth } from "../auth-mode.ts";
import type { Backend, Call } from "../call.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { checkPassword, parseBasic } from "./check-password.ts";
import { isStillValid } from "./find-identity.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import { neededScopes } from "./needed-scopes.ts";
import { formatScope, type Scope } from "./scope.ts";
import type { TokenIssuer } from "./token-issuer.ts";

/** How a registry checks callers, and where it sends them for a token. */
export interface Gate {
  readonly auth: AuthMode;
  readonly issuer: TokenIssuer;
  /** Origin of the token service, where it has one of its own. */
  readonly realmOrigin: string | undefined;
}

/** Address of the token service, for who came by this way. */
export function realmOf({ auth, realmOrigin }: Gate, { url }: Pick<Call, "url">): string {
  const path = (auth.kind === "token" && auth.realmPath) || "/token";
  return `${realmOrigin ?? url.origin}${path}`;
}

/** Who is calling, if they may. Throws a 401 with a challenge otherwise. */
export function authenticate(call: Call, gate: Gate, backend: Backend): Identity {
  switch (gate.auth.kind) {
    case "none":
      return ANONYMOUS;
    case "basic":
      return byPassword(call, gate.auth, backend);
    case "token":
      return byToken(call, gate, gate.auth, backend);
  }
}

function byPassword(call: Call, auth: BasicAuth, { manners }: Backend): Identity {
  const given = parseBasic(call.headers.authorization);
  const identity = given && checkPassword(auth.users, given, manners.ignoresUserName);
  if (identity === undefined) throw unauthorized(call, 'Basic realm="Registry"');
  return identity;
}

function byToken(call: Call, gate: Gate, auth: TokenAuth, { manners }: Backend): Identity {
  const needed = neededScopes(call);
  const scope =
    call.route.kind === "ping" ? manners.placeholderScope : needed.map(formatScope).join(" ") || undefined;
  const challenge = (error?: string) =>
    unauthorized(call, bearer({ realm: realmOf(gate, call), service: serviceOf(auth), scope, error }));
  const token = /^bearer +(.+)$/i.exec(call.headers.authorization ?? "")?.[1];
  if (token === undefined) throw challenge();
  const grant = gate.issuer.find(token);
  if (grant?.service !== serviceOf(auth)) throw challenge("invalid_token");
  if (!isStillValid(auth, grant.identity)) throw challenge("invalid_token");
  if (!needed.every((one) => covers(grant.scopes, one))) throw challenge("insufficient_scope");
  return grant.identity;
}

/** The service a token mode answers for. */
export function serviceOf(auth: TokenAuth): string {
  return auth.service ?? "registry";
}

function covers(granted: readonly Scope[], needed: Scope): boolean {
  const held = granted.filter(({ repository }) => repository === needed.repository);
  return needed.actions.every((action) => held.some(({ actions }) => actions.includes(action)));
}

function bearer(parameters: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return `Bearer ${parts.map(([name, value]) => `${name}="${value}"`).join(",")}`;
}

/** Docker-registry's 401, which lists the access that was missing. */
function unauthorized(call: Call, challenge: string): Refusal {
  const missing = neededScopes(call).flatMap(({ repository, actions }) =>
    actions.map((action) => ({ Type: "repository", Class: "", Name: repository, Action: action })),
  );
  const detail = missing.length > 0 ? missing : null;
  return refusal("UNAUTHORIZED", { detail, headers: { "www-authenticate": challenge } });
}
