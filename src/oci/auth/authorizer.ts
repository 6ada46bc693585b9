import type { Clock } from "../clock.ts";
import { RegistryError } from "../error.ts";
import type { HttpRequest, HttpResponse, Send } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import { responseError } from "../http/response-error.ts";
import { parseChallenges } from "./challenge.ts";
import type { Credential, Keychain } from "./credential.ts";
import { trustsRealm } from "./realm.ts";
import { basic, fetchToken, type Token } from "./token.ts";
import { TokenCache } from "./token-cache.ts";

/** How a registry wants to be asked, learned from its first answer. */
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
 * request serves everyone who needs the same scopes. A 401 in mid-life renews the token once.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #tokens: TokenCache;
  #manner: Manner | undefined;
  #scouting: Promise<unknown> | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#tokens = new TokenCache(options.clock);
  }

  /** Resolves with any answer but 401; throws `UNAUTHORIZED` for one that remains. A stream is sent once only. */
  async send(request: HttpRequest, purpose: Purpose): Promise<HttpResponse> {
    // An upload may be told to go on at another host: credentials do not go with it.
    if (request.url.origin !== this.#options.endpoint.origin) return await this.#options.send(request);
    if (!this.#manner && this.#scouting) await this.#scouting;
    const proof = await this.#prove(purpose, request.signal);
    const response = await (this.#manner || this.#scouting
      ? this.#options.send(withProof(request, proof))
      : this.#scout(request));
    if (response.status !== 401) return response;
    const refusal = await responseError(request.method, response, this.#options.clock.now());
    const manner = mannerOf(response);
    if (!manner || isSpent(request) || response.url.origin !== this.#options.endpoint.origin) throw refusal;
    this.#manner = manner;
    if (proof?.token) this.#tokens.drop(purpose.scopes, proof.token);
    return await this.#sendAgain(request, purpose, proof, refusal);
  }

  async #sendAgain(request: HttpRequest, purpose: Purpose, refused: Proof | undefined, refusal: RegistryError) {
    const proof = await this.#prove(purpose, request.signal);
    if (!proof || proof.header === refused?.header) throw refusal;
    const response = await this.#options.send(withProof(request, proof));
    if (response.status !== 401) return response;
    throw await responseError(request.method, response, this.#options.clock.now());
  }

  /** The first request of all, without authorization. When it fails, the others find out by themselves. */
  async #scout(request: HttpRequest): Promise<HttpResponse> {
    const scouted = Promise.withResolvers<void>();
    this.#scouting = scouted.promise;
    try {
      const response = await this.#options.send(request);
      this.#manner = response.status === 401 ? mannerOf(response) : { kind: "open" };
      return response;
    } finally {
      this.#scouting = undefined;
      scouted.resolve();
    }
  }

  async #prove(purpose: Purpose, signal: AbortSignal | undefined): Promise<Proof | undefined> {
    const manner = this.#manner;
    if (!manner || manner.kind === "open") return undefined;
    const { registry, keychain } = this.#options;
    if (manner.kind === "basic") {
      const credential = await keychain.resolve(registry, purpose.repository, signal);
      return credential?.kind === "password" ? { header: basic(credential) } : undefined;
    }
    const token = await this.#tokens.get(purpose.scopes, signal, async (own) => {
      const credential = await keychain.resolve(registry, purpose.repository, own);
      if (credential?.kind === "registry-token") return { value: credential.token, expires: Number.POSITIVE_INFINITY };
      return await this.#fetchToken(manner, purpose, credential, own);
    });
    return { header: `Bearer ${token.value}`, token };
  }

  async #fetchToken(
    { realm, service }: Manner & { kind: "bearer" },
    { scopes }: Purpose,
    credential: Credential | undefined,
    signal: AbortSignal,
  ): Promise<Token> {
    const { registry, endpoint, send, clock } = this.#options;
    if (credential && !trustsRealm(registry, endpoint, realm)) {
      const url = redactUrl(realm);
      const why = `${registry} wants its credentials sent to ${realm.host}, which is not known to belong to it`;
      throw new RegistryError("UNAUTHORIZED", `${url}: ${why}`, { url });
    }
    return await fetchToken(send, clock, { realm, service, scopes, credential, signal });
  }
}

/** What is shown to the registry, and the cached token behind it. */
interface Proof {
  readonly header: string;
  readonly token?: Token;
}

function mannerOf(response: HttpResponse): Manner | undefined {
  const challenges = parseChallenges(response.headers["www-authenticate"] ?? []);
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  const realm = bearer && URL.parse(bearer.parameters["realm"] ?? "", response.url.href);
  if (bearer && realm && /^https?:$/.test(realm.protocol)) {
    return { kind: "bearer", realm, service: bearer.parameters["service"] };
  }
  return challenges.some(({ scheme }) => scheme === "basic") ? { kind: "basic" } : undefined;
}

function withProof(request: HttpRequest, proof: Proof | undefined): HttpRequest {
  return proof ? { ...request, headers: { ...request.headers, authorization: proof.header } } : request;
}

function isSpent({ body }: HttpRequest): boolean {
  return body !== undefined && !(body instanceof Uint8Array);
}
