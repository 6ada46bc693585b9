import type { Actor } from "../actor.ts";
import type { App } from "../apps/app.ts";
import { badCredentials } from "../refusal.ts";
import type { AppKey } from "./app-key.ts";
import type { Tokens } from "./tokens.ts";
import { looksLikeJwt, verifyJwt } from "./verify-jwt.ts";

/** Whom a request comes from. Throws 401 for a credential that is not, or no more, valid. */
export function authenticate(
  authorization: string | undefined,
  { app, key, tokens, now }: { app: App; key: AppKey; tokens: Tokens; now: Date },
): Actor {
  if (authorization === undefined) return { kind: "anonymous" };
  const [scheme = "", credential = ""] = authorization.split(" ");
  if (scheme.toLowerCase() === "basic") {
    const [, password = ""] = Buffer.from(credential, "base64").toString("utf8").split(":");
    return find(password, tokens);
  }
  if (!/^(?:bearer|token)$/i.test(scheme)) throw badCredentials();
  if (!looksLikeJwt(credential)) return find(credential, tokens);
  verifyJwt(credential, app, key.publicKey, now);
  return { kind: "app", appId: app.id };
}

function find(token: string, tokens: Tokens): Actor {
  const actor = tokens.find(token);
  if (actor === undefined) throw badCredentials();
  return actor;
}
