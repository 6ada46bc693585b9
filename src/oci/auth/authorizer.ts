import { isDeepStrictEqual } from "node:util";
import { abortable } from "../abortable.ts";
import type { Clock } from "../clock.ts";
import { hasCode, RegistryError } from "../error.ts";
import type { HttpRequest, HttpResponse, Send } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import { responseError } from "../http/response-error.ts";
import { parseChallenges } from "./challenge.ts";
import type { Credential, Keychain } from "./credential.ts";
import { isCredentialRefused } from "./is-credential-refused.ts";
import { trustsRealm } from "./realm.ts";
import { basic, fetchToken, type Token } from "./token.ts";
import { TokenCache } from "./token-cache.ts";

/** How a registry wants to be asked, learned from its answers. */
type Manner =
  | { readonly kind: "open" }
  | { readonly kind: "basic" }
  | { readonly kind: "bearer"; readonly realm: URL; readonly service: string | undefined };

/** What {@link Authorizer} stands on. */
export interface AuthorizerOptions {
  /** As written in references; the keychain is asked for it. */
  readonly registry: string;
  readonly endpoint: URL;
  readonly keychain: Keychain;
  readonly send: Send;
  readonly clock: Clock;
}

/** Who a request is made for. */
export interface Purpose {
  readonly repository: string;
  /** The scopes it needs, no more: they never pile up. */
  readonly scopes: readonly string[];
}

/**
 * Sends requests to one registry with the authorization it wants. The manner is learned from the first answer, for which
 * all others wait, so that nothing is asked twice and a registry without a challenge is never asked for a token. One token
 * request serves everyone who needs the same scopes. A 401 in mid-life renews the token once, and then the credential
 * behind it, where the keychain has another.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #tokens: TokenCache;
  #manner: Manner | undefined;
  #scouting: { readonly ended: Promise<void> } | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#tokens = new TokenCache(options.clock);
  }

  /**
   * Resolves with any answer but a refusal (401, 403); throws it as `UNAUTHORIZED` or `DENIED` where it remains, with
   * `anonymous` where no credential was found. A stream is sent once only.
   */
  async send(request: HttpRequest, purpose: Purpose): Promise<HttpResponse> {
    // An upload may be told to go on at another host: credentials do not go with it.
    if (!this.#isOurs(request.url)) return await this.#options.send(request);
    if (!this.#manner && !this.#scouting) {
      return await this.#accept(await this.#scout(request), request, purpose, undefined);
    }
    if (!this.#manner && this.#scouting) await abortable(this.#scouting.ended, request.signal);
    const proof = await this.#prove(purpose, request.signal);
    return await this.#accept(await this.#ask(withProof(request, proof)), request, purpose, proof);
  }

  /** The first request of all, without authorization. When it fails, the others find out by themselves. */
  async #scout(request: HttpRequest): Promise<HttpResponse> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#scouting = { ended };
    try {
      return await this.#ask(request);
    } finally {
      this.#scouting = undefined;
      end();
    }
  }

  async #ask(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.#options.send(request);
    this.#learn(response);
    return response;
  }

  /** Only the registry's own answers teach, not those of a host it redirects to; and not that it is out of order. */
  #learn(response: HttpResponse): void {
    const { status, url } = response;
    const isRefused = status === 401 && this.#isOurs(url);
    if (isRefused) this.#manner = mannerOf(response) ?? this.#manner;
    else if (status < 500 && status !== 408 && status !== 429) this.#manner ??= { kind: "open" };
  }

  /** Asks again where the registry did not accept the proof: with a new one, and then with that of another credential. */
  async #accept(
    response: HttpResponse,
    request: HttpRequest,
    purpose: Purpose,
    proof: Proof | undefined,
  ): Promise<HttpResponse> {
    if (!isRefused(response)) return response;
    let refusal = await this.#refusal(request, response, proof);
    if (!this.#isDoubtful(response, refusal, proof)) throw refusal;
    this.#forget(purpose, proof);
    if (isSpent(request)) throw refusal;
    let shown = proof;
    for (const renew of [this.#prove, this.#proveOtherwise]) {
      const next = await renew.call(this, purpose, request.signal, shown);
      if (!next?.header || next.header === shown?.header) {
        refusal = withAnonymity(refusal, next);
        continue;
      }
      const answer = await this.#ask(withProof(request, next));
      if (!isRefused(answer)) return answer;
      refusal = await this.#refusal(request, answer, next);
      if (!this.#isDoubtful(answer, refusal, next)) throw refusal;
      shown = next;
    }
    throw refusal;
  }

  /** Whether another proof may be accepted. */
  #isDoubtful(response: HttpResponse, refusal: RegistryError, proof: Proof | undefined): boolean {
    if (proof?.token && lacksScope(response)) return false;
    return this.#isOurs(response.url) && isCredentialRefused(refusal);
  }

  #forget({ scopes }: Purpose, proof: Proof | undefined): void {
    if (proof?.token) this.#tokens.drop(scopes, proof.token);
  }

  async #refusal({ method }: HttpRequest, response: HttpResponse, proof: Proof | undefined) {
    const refusal = await responseError(method, response, this.#options.clock.now());
    return this.#isOurs(response.url) ? withAnonymity(refusal, proof) : refusal;
  }

  async #prove(purpose: Purpose, signal: AbortSignal | undefined): Promise<Proof | undefined> {
    const manner = this.#manner;
    if (!manner || manner.kind === "open") return undefined;
    const { repository } = purpose;
    if (manner.kind === "basic") return proofByPassword(await this.#resolve(repository, signal));
    const token = await this.#tokens.get(purpose.scopes, signal, async (own) => {
      const credential = await this.#resolve(repository, own);
      try {
        return await this.#fetchToken(manner, purpose, credential, own);
      } catch (error) {
        const other = isCredentialRefused(error) && (await this.#resolveOther(repository, own, credential));
        if (!other) throw error;
        return await this.#fetchToken(manner, purpose, other, own);
      }
    });
    return proofByToken(token);
  }

  /** `undefined` where the keychain has no other credential than the one that was refused. */
  async #proveOtherwise(
    purpose: Purpose,
    signal: AbortSignal | undefined,
    refused: Proof | undefined,
  ): Promise<Proof | undefined> {
    const manner = this.#manner;
    if (!manner || manner.kind === "open") return undefined;
    const credential = await this.#resolveOther(purpose.repository, signal, refused?.credential);
    if (!credential) return undefined;
    this.#forget(purpose, refused);
    if (manner.kind === "basic") return proofByPassword(credential);
    const fetch = (own: AbortSignal) => this.#fetchToken(manner, purpose, credential, own);
    return proofByToken(await this.#tokens.get(purpose.scopes, signal, fetch));
  }

  #resolve(repository: string, signal: AbortSignal | undefined, refused?: Credential) {
    const { registry, keychain } = this.#options;
    return keychain.resolve(registry, repository, signal, refused);
  }

  async #resolveOther(
    repository: string,
    signal: AbortSignal | undefined,
    refused: Credential | undefined,
  ): Promise<Credential | undefined> {
    const other = refused && (await this.#resolve(repository, signal, refused));
    return isDeepStrictEqual(other, refused) ? undefined : other;
  }

  async #fetchToken(
    { realm, service }: Manner & { kind: "bearer" },
    { scopes }: Purpose,
    credential: Credential | undefined,
    signal: AbortSignal,
  ): Promise<Token> {
    if (credential?.kind === "registry-token") {
      return { value: credential.token, expires: Number.POSITIVE_INFINITY, credential };
    }
    const { registry, endpoint, send, clock } = this.#options;
    const url = redactUrl(realm);
    if (realm.protocol === "http:" && endpoint.protocol === "https:") {
      const why = `${registry} answers over HTTPS and names a token service over plain HTTP`;
      throw new RegistryError("UNAUTHORIZED", `${url}: ${why}`, { url });
    }
    if (credential && !trustsRealm(registry, endpoint, realm)) {
      const why = `${registry} wants its credentials sent to ${realm.host}, which is not known to belong to it`;
      throw new RegistryError("UNAUTHORIZED", `${url}: ${why}`, { url });
    }
    return { ...(await fetchToken(send, clock, { realm, service, scopes, credential, signal })), credential };
  }

  #isOurs({ origin }: URL): boolean {
    return origin === this.#options.endpoint.origin;
  }
}

/** What is shown to the registry, where there is something to show, and the cached token behind it. */
interface Proof {
  readonly header: string | undefined;
  readonly token?: Token;
  readonly credential: Credential | undefined;
  /** There was no credential to prove anything with. */
  readonly anonymous: boolean;
}

function proofByPassword(credential: Credential | undefined): Proof {
  const header = credential?.kind === "password" ? basic(credential) : undefined;
  return { header, credential, anonymous: credential === undefined };
}

function proofByToken(token: Token): Proof {
  const { value, credential, anonymous = false } = token;
  return { header: `Bearer ${value}`, token, credential, anonymous };
}

function mannerOf(response: HttpResponse): Manner | undefined {
  const challenges = parseChallenges(response.headers["www-authenticate"] ?? []);
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  const { realm: address, service } = bearer?.parameters ?? {};
  const realm = address ? URL.parse(address, response.url.href) : null;
  if (realm && /^https?:$/.test(realm.protocol)) return { kind: "bearer", realm, service };
  return challenges.some(({ scheme }) => scheme === "basic") ? { kind: "basic" } : undefined;
}

/** Whether the token is good and not enough: it was asked for all that is needed, so another one has no more. RFC 6750, 3.1. */
function lacksScope(response: HttpResponse): boolean {
  const challenges = parseChallenges(response.headers["www-authenticate"] ?? []);
  return challenges.some(({ parameters }) => parameters["error"] === "insufficient_scope");
}

function withProof(request: HttpRequest, proof: Proof | undefined): HttpRequest {
  return proof?.header
    ? { ...request, headers: { ...request.headers, authorization: proof.header } }
    : request;
}

function isRefused({ status }: HttpResponse): boolean {
  return status === 401 || status === 403;
}

function withAnonymity(refusal: RegistryError, proof: Proof | undefined): RegistryError {
  if (!proof?.anonymous || !hasCode(refusal, "UNAUTHORIZED", "DENIED")) return refusal;
  return new RegistryError(refusal.code, refusal.message, { ...refusal, anonymous: true });
}

function isSpent({ body }: HttpRequest): boolean {
  return body !== undefined && !(body instanceof Uint8Array);
}
