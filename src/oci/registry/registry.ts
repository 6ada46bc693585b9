import type { Dispatcher } from "undici";
import { Authorizer, type Purpose } from "../auth/authorizer.ts";
import type { Keychain } from "../auth/credential.ts";
import { repositoryScope } from "../auth/scope.ts";
import type { Clock } from "../clock.ts";
import type { RegistryError } from "../error.ts";
import { Cooldown } from "../http/cooldown.ts";
import { exchangeOver, type HttpRequest, type HttpResponse } from "../http/exchange.ts";
import { followRedirects } from "../http/redirect.ts";
import { responseError } from "../http/response-error.ts";
import { DEFAULT_RETRY, type RetryPolicy, retry } from "../http/retry.ts";
import { Repository } from "./repository.ts";

/** What a {@link Registry} stands on. */
export interface RegistryOptions {
  /** As written in references: `docker.io`. */
  readonly name: string;
  /** Where it answers: scheme, host and port. */
  readonly endpoint: URL;
  readonly dispatcher: Dispatcher;
  readonly keychain: Keychain;
  readonly clock: Clock;
  /** A number in [0, 1): the jitter of retries. */
  readonly random?: () => number;
  readonly retry?: RetryPolicy;
  /** Told before every wait for this registry. */
  readonly onWait?: (milliseconds: number, why: RegistryError) => void;
}

/** A request to a registry and the statuses that mean success. */
export interface Call extends HttpRequest {
  readonly expect: readonly number[];
}

/**
 * One registry: its layers of HTTP. From the inside out: one exchange, redirects by hand, authorization, and tries
 * repeated within bounds. What a registry answers against expectation is thrown as `RegistryError`.
 */
export class Registry {
  readonly name: string;
  readonly endpoint: URL;
  readonly #options: RegistryOptions;
  readonly #authorizer: Authorizer;
  readonly #cooldown: Cooldown;

  constructor(options: RegistryOptions) {
    const { name, endpoint, dispatcher, keychain, clock } = options;
    this.name = name;
    this.endpoint = endpoint;
    this.#options = options;
    this.#cooldown = new Cooldown(clock);
    const send = followRedirects(exchangeOver(dispatcher));
    this.#authorizer = new Authorizer({ registry: name, endpoint, keychain, send, clock });
  }

  /** A repository to read from. */
  source(name: string): Repository {
    return new Repository(this, name, repositoryScope(name, ["pull"]));
  }

  /** A repository to read from and write to: one token serves both. */
  destination(name: string): Repository {
    return new Repository(this, name, repositoryScope(name, ["pull", "push"]));
  }

  /** Makes a call, and again within the bounds of the retry policy where its body allows it. */
  async call(call: Call, purpose: Purpose): Promise<HttpResponse> {
    const attempt = () => this.#callOnce(call, purpose);
    const replayable = call.body === undefined || call.body instanceof Uint8Array;
    return replayable ? await this.retry(attempt, call.signal) : await attempt();
  }

  /** Repeats a larger piece of work, such as a whole upload, by the same policy as single calls. */
  async retry<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const { clock, onWait, random = Math.random, retry: policy = DEFAULT_RETRY } = this.#options;
    return await retry(attempt, { clock, random, policy, cooldown: this.#cooldown, signal, onWait });
  }

  async #callOnce(call: Call, purpose: Purpose): Promise<HttpResponse> {
    const response = await this.#authorizer.send(call, purpose);
    if (call.expect.includes(response.status)) return response;
    throw await responseError(call.method, response, this.#options.clock.now());
  }
}
