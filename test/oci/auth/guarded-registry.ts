import { Authorizer } from "../../../src/oci/auth/authorizer.ts";
import { anonymous, type Credential, type Keychain } from "../../../src/oci/auth/credential.ts";
import type { HttpRequest } from "../../../src/oci/http/exchange.ts";
import { type FlyingClock, flyingClock } from "../clocks.ts";
import { type Answering, type FakeAnswer, type FakeSend, fakeSend } from "../fake-send.ts";

export const ENDPOINT = new URL("https://registry.example");

/** A registry without a network, its token service, and an authorizer that talks to both. */
export interface Guarded extends FakeSend {
  readonly authorizer: Authorizer;
  readonly clock: FlyingClock;
  /** Tokens that are good now; whoever shows another gets 401. */
  readonly valid: Set<string>;
  /** The scopes of each token request. */
  readonly tokenRequests: readonly (readonly string[])[];
  /** Who showed what to the registry itself: the `Authorization` of each request to it. */
  readonly shown: readonly (string | undefined)[];
}

export interface GuardedOptions {
  readonly keychain?: Keychain;
  readonly challenge?: string;
  /** Seconds that tokens live; default 300. */
  readonly lifetime?: number;
  /** Answers instead of the registry and its token service, where it wants to. */
  readonly instead?: (request: HttpRequest) => FakeAnswer | Promise<FakeAnswer> | undefined;
}

const CHALLENGE =
  'Bearer realm="https://auth.registry.example/token",service="registry",scope="repository:user/image:pull"';

/** Starts one that wants Bearer tokens, or what `challenge` says. */
export function guardedRegistry(options: GuardedOptions = {}): Guarded {
  const { keychain = anonymous, challenge = CHALLENGE, lifetime = 300, instead } = options;
  const clock = flyingClock();
  const valid = new Set<string>();
  const tokenRequests: string[][] = [];
  const shown: (string | undefined)[] = [];
  const answer: Answering = async (request) => {
    const own = await instead?.(request);
    if (request.url.pathname === "/token") {
      tokenRequests.push(request.url.searchParams.getAll("scope"));
      const token = `t${tokenRequests.length}`;
      valid.add(`Bearer ${token}`);
      return own ?? { status: 200, body: { token, expires_in: lifetime } };
    }
    const authorization = request.headers?.["authorization"];
    shown.push(authorization);
    if (own) return own;
    return valid.has(authorization ?? "")
      ? { status: 200 }
      : {
          status: 401,
          headers: { "www-authenticate": challenge },
          body: { errors: [{ code: "UNAUTHORIZED" }] },
        };
  };
  const { send, requests } = fakeSend(answer);
  const authorizer = new Authorizer({
    registry: "registry.example",
    endpoint: ENDPOINT,
    keychain,
    send,
    clock,
  });
  return { send, requests, authorizer, clock, valid, tokenRequests, shown };
}

export function keychainOf(credential: Credential | undefined): Keychain {
  return { resolve: async () => credential };
}

/** A request to a repository of the registry. */
export function requestTo(repository: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: new URL(`/v2/${repository}/manifests/v1`, ENDPOINT), ...more };
}

/** Who pulls from a repository. */
export function pulling(repository: string) {
  return { repository, scopes: [`repository:${repository}:pull`] };
}
