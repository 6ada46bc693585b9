import type { Gate } from "../auth/authenticate.ts";
import { checkPassword, parseBasic } from "../auth/check-password.ts";
import { grantScope } from "../auth/grant-scopes.ts";
import { ANONYMOUS, type Identity, isAccount } from "../auth/identity.ts";
import { parseScope, splitScopes } from "../auth/scope.ts";
import type { TokenAuth } from "../auth-mode.ts";
import type { Backend, Call } from "../call.ts";
import { readBody } from "../read-body.ts";
import { refusal } from "../refusal.ts";
import { jsonReply, type Reply, textReply } from "../reply.ts";

/** Seconds a token lives whose answer names no time. distribution, "Token Authentication Specification". */
const UNSAID_LIFETIME = 60;
const FORM_LIMIT = 64 * 1024;

/** A token request, with everything it asked. */
interface TokenRequest {
  readonly identity: Identity;
  readonly service: string;
  readonly scopes: readonly string[];
  readonly wantsRefresh: boolean;
}

/** The token service: GET with optional Basic, and OAuth2's POST with a refresh token or password. */
export async function serveToken(call: Call, gate: Gate, backend: Backend): Promise<Reply> {
  const { auth } = gate;
  if (auth.kind !== "token") return textReply(404, "404 page not found\n");
  if (call.method === "GET") return grant(byQuery(call, auth, backend), auth, gate, backend);
  if (call.method !== "POST" || auth.oauth2 === false) return textReply(404, "404 page not found\n");
  const form = new URLSearchParams((await readBody(call.body, FORM_LIMIT)).toString());
  const request = byForm(form, auth, gate, backend);
  if (request === undefined) return jsonReply(401, { error: "invalid_grant" });
  return grant(request, auth, gate, backend, "access_token");
}

function byQuery(call: Call, auth: TokenAuth, { manners }: Backend): TokenRequest {
  const query = call.url.searchParams;
  const given = parseBasic(call.headers.authorization);
  const identity = given ? checkPassword(auth.users ?? {}, given, manners.ignoresUserName) : ANONYMOUS;
  if (identity === undefined) throw badCredential(manners.deniesAtToken);
  return {
    identity,
    service: query.get("service") ?? "",
    scopes: splitScopes(query.getAll("scope")),
    wantsRefresh: query.get("offline_token") === "true",
  };
}

function byForm(
  form: URLSearchParams,
  auth: TokenAuth,
  gate: Gate,
  { manners }: Backend,
): TokenRequest | undefined {
  const users = auth.users ?? {};
  const password =
    form.get("grant_type") === "refresh_token" ? form.get("refresh_token") : form.get("password");
  const name = form.get("username") ?? "";
  const isRefresh = form.get("grant_type") === "refresh_token";
  const identity =
    (isRefresh ? gate.issuer.findRefresh(password ?? "") : undefined) ??
    checkPassword(users, { name, password: password ?? "" }, isRefresh || manners.ignoresUserName);
  if (identity === undefined) return undefined;
  return {
    identity,
    service: form.get("service") ?? "",
    scopes: splitScopes(form.getAll("scope")),
    wantsRefresh: form.get("access_type") === "offline",
  };
}

function grant(
  request: TokenRequest,
  auth: TokenAuth,
  gate: Gate,
  backend: Backend,
  field = auth.field ?? "token",
): Reply {
  const { identity, service } = request;
  if (!isAccount(identity) && auth.anonymous === "none") throw refusal("UNAUTHORIZED");
  const asked = request.scopes.map(parseScope).filter((scope) => scope !== undefined);
  const scopes = asked.map((scope) => grantScope(identity, scope, auth, backend));
  if (backend.manners.deniesAtToken && scopes.some(({ actions }) => actions.length === 0)) {
    throw refusal("DENIED");
  }
  const token = gate.issuer.issue({ identity, service, scopes }, auth.expiresIn ?? UNSAID_LIFETIME);
  return jsonReply(200, {
    ...(field === "access_token" ? {} : { token }),
    ...(field === "token" ? {} : { access_token: token }),
    ...(auth.expiresIn === undefined ? {} : { expires_in: auth.expiresIn }),
    issued_at: new Date(backend.now()).toISOString(),
    ...(request.wantsRefresh && isAccount(identity)
      ? { refresh_token: gate.issuer.issueRefresh(identity) }
      : {}),
  });
}

/** GHCR answers a bad credential with 403 `denied`, others with 401. */
function badCredential(denies: boolean) {
  return denies ? refusal("DENIED", { message: "denied" }) : refusal("UNAUTHORIZED");
}
