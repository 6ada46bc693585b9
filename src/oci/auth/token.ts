import type { Clock } from "../clock.ts";
import { hasCode, RegistryError, type RegistryErrorCode } from "../error.ts";
import { readBody } from "../http/body.ts";
import type { HttpRequest, Send } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import { responseError } from "../http/response-error.ts";
import type { Credential } from "./credential.ts";

const LONGEST_TOKEN_RESPONSE = 256 * 1024;
const DEFAULT_LIFE_SECONDS = 60;

/** A bearer token and when to stop using it, in milliseconds since the epoch. */
export interface Token {
  readonly value: string;
  readonly expires: number;
  /** Given to who showed no credential. */
  readonly anonymous?: boolean;
  /** What it was given for. */
  readonly credential?: Credential | undefined;
}

/** What is asked of a token service. */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scopes: readonly string[];
  readonly credential: Credential | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Fetches a token: by GET, with Basic credentials where there are any; an identity token is exchanged by POST. Docker's
 * "Token Authentication Specification" and its OAuth2 page. A token is used for nine tenths of its life at most, and for
 * 60 s where the service does not say (as the specification has it). Throws {@link RegistryError}, which says that it was
 * the token service.
 */
export async function fetchToken(send: Send, clock: Clock, request: TokenRequest): Promise<Token> {
  const asked = clock.now();
  const http = httpRequest(request);
  try {
    const response = await send(http);
    if (response.status !== 200) throw await responseError(http.method, response, clock.now());
    const bytes = await readBody(response, LONGEST_TOKEN_RESPONSE);
    const { value, seconds } = parseToken(bytes.toString("utf8"), request.realm);
    const anonymous = request.credential === undefined;
    return { value, expires: asked + seconds * 900, ...(anonymous && { anonymous }) };
  } catch (error) {
    throw tokenError(error, request);
  }
}

function httpRequest({ realm, service, scopes, credential, signal }: TokenRequest): HttpRequest {
  if (credential?.kind === "identity-token") {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: credential.token,
      client_id: "ghcr-mirror",
      scope: scopes.join(" "),
      ...(service !== undefined && { service }),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    return { method: "POST", url: realm, headers, body: Buffer.from(form.toString()), signal };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const authorization = credential?.kind === "password" ? { authorization: basic(credential) } : {};
  return { method: "GET", url, headers: { accept: "application/json", ...authorization }, signal };
}

/** A user name and a password, for Basic. */
type Login = Pick<Credential & { kind: "password" }, "username" | "password">;

/** The value of an `Authorization` header for a user name and a password. RFC 7617. */
export function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function parseToken(text: string, realm: URL): { value: string; seconds: number } {
  const url = redactUrl(realm);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new RegistryError("MALFORMED", `${url}: the answer is not JSON`, { url, cause });
  }
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const value = [fields["token"], fields["access_token"]].find(
    (field) => typeof field === "string" && field !== "",
  );
  if (typeof value !== "string" || /[^\x21-\x7e]/.test(value)) {
    throw new RegistryError("MALFORMED", `${url}: the answer has no usable token`, { url });
  }
  const life = fields["expires_in"];
  return { value, seconds: typeof life === "number" && life > 0 ? life : DEFAULT_LIFE_SECONDS };
}

function tokenError(error: unknown, { realm, credential, signal }: TokenRequest): unknown {
  const url = redactUrl(realm);
  if (signal?.aborted) {
    const message = `the token service did not answer in time: ${url}`;
    return new RegistryError("TIMEOUT", message, { url, cause: error });
  }
  if (!(error instanceof RegistryError)) return error;
  const code = codeFor(error, credential);
  const message = `the token service gave no token: ${error.message}`;
  const anonymous = credential === undefined && hasCode(error, "UNAUTHORIZED", "DENIED") ? true : undefined;
  return new RegistryError(code, message, { ...error, cause: error.cause, anonymous });
}

/** What a token service answers says nothing about the image: that it is "not found" must not be taken for the image. */
function codeFor({ code, status }: RegistryError, credential: Credential | undefined): RegistryErrorCode {
  if (code === "NOT_FOUND") return "MALFORMED";
  // RFC 6749, 5.2: a bad refresh token is answered with 400.
  if (status === 400 && credential?.kind === "identity-token") return "UNAUTHORIZED";
  return code;
}
