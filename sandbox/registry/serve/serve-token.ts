import { type Gate, realmOf } from "../auth/authenticate.ts";
import { grantScope } from "../auth/grant-scopes.ts";
import { isAccount } from "../auth/identity.ts";
import { parseScope } from "../auth/scope.ts";
import { readTokenForm, readTokenQuery, type TokenRequest } from "../auth/token-request.ts";
import type { TokenAuth } from "../auth-mode.ts";
import type { Backend, Call } from "../call.ts";
import { readBody } from "../read-body.ts";
import { refusal } from "../refusal.ts";
import { jsonReply, type Reply, textReply } from "../reply.ts";

/** Seconds a token lives whose answer names no time. distribution, "Token Authentication Specification". */
const UNSAID_LIFETIME = 60;
const FORM_LIMIT = 64 * 1024;

/** The token service, at the realm and nowhere else: GET with optional Basic, and OAuth2's POST. */
export async function serveToken(call: Call, gate: Gate, backend: Backend): Promise<Reply> {
  const { auth, issuer } = gate;
  const { origin, pathname } = call.url;
  if (auth.kind !== "token" || `${origin}${pathname}` !== realmOf(gate, call))
    return textReply(404, "404 page not found\n");
  const grant = { auth, gate, backend };
  if (call.method === "GET")
    return grantToken(readTokenQuery(call, auth, backend), auth.field ?? "token", grant);
  if (call.method !== "POST" || auth.oauth2 === false) return textReply(404, "404 page not found\n");
  const form = new URLSearchParams((await readBody(call.body, FORM_LIMIT)).toString());
  const request = readTokenForm(form, auth, issuer);
  if (request === undefined) return jsonReply(401, { error: "invalid_grant" });
  return grantToken(request, "access_token", grant);
}

function grantToken(
  { identity, service, scopes, wantsRefresh }: TokenRequest,
  field: "token" | "access_token" | "both",
  { auth, gate, backend }: { auth: TokenAuth; gate: Gate; backend: Backend },
): Reply {
  if (!isAccount(identity) && auth.anonymous === "none") throw refusal("UNAUTHORIZED");
  const asked = scopes.map(parseScope).filter((scope) => scope !== undefined);
  const granted = asked.map((scope) => grantScope(identity, scope, auth, backend));
  if (backend.manners.deniesAtToken && granted.some(({ actions }) => actions.length === 0)) {
    throw refusal("DENIED");
  }
  const lifetime = auth.expiresIn ?? UNSAID_LIFETIME;
  const token = gate.issuer.issue({ identity, service, scopes: granted }, lifetime);
  const refresh = wantsRefresh && isAccount(identity) ? gate.issuer.issueRefresh(identity) : undefined;
  return jsonReply(200, {
    token: field === "access_token" ? undefined : token,
    access_token: field === "token" ? undefined : token,
    expires_in: auth.expiresIn,
    issued_at: new Date(backend.now()).toISOString(),
    refresh_token: refresh,
  });
}
