import type { Dispatcher } from "undici";
import { Authorizer, type Purpose } from "../auth/authorizer.ts";
import type { Keychain } from "../auth/credential.ts";
import { repositoryScope } from "../auth/scope.ts";
import type { Clock } from "../clock.ts";
import { hasCode, RegistryError } from "../error.ts";
import { readBody } from "../http/body.ts";
import { Cooldown } from "../http/cooldown.ts";
import { exchangeOver, type HttpRequest, type HttpResponse, type Send } from "../http/exchange.ts";
import type { Pacer } from "../http/pacer.ts";
import { followRedirects } from "../http/redirect.ts";
import { responseError } from "../http/response-error.ts";
import { DEFAULT_RETRY, type RetryContext, type RetryPolicy, retry } from "../http/retry.ts";
import type { Wire } from "../http/wire/wire.ts";
import { limitsOf, type RegistryLimits } from "./limits.ts";
import { type PullLimit, pullLimitOf } from "./pull-limit.ts";
import { Repository } from "./repository.ts";

/** What a {@link Registry} stands on. */
export interface RegistryOptions {
  /** As written in references: `docker.io`. */
  readonly name: string;
  /** Where it answers: scheme, host and port. */
  readonly endpoint: URL;
  readonly dispatcher: Dispatcher;
  /** Carries what is large. */
  readonly wire: Wire;
  readonly keychain: Keychain;
  readonly clock: Clock;
  /** A number in [0, 1): the jitter of retries. */
  readonly random?: () => number;
  readonly retry?: RetryPolicy;
  /** Spaces the calls that the registry's rate holds for. Without one they are made as they come. */
  readonly pacer?: Pacer | undefined;
  /** Told before every wait for this registry. */
  readonly onWait?: (milliseconds: number, why: RegistryError) => void;
}

/** A request to a registry and the statuses that mean success. */
export interface Call extends HttpRequest {
  readonly expect: readonly number[];
  /** Not to be repeated, because nobody knows how much of it the registry has taken in. */
  readonly once?: boolean;
}

/** A response with its whole body. */
export interface Answer {
  readonly response: HttpResponse;
  readonly bytes: Buffer;
}

/**
 * One registry: its layers of HTTP. From the inside out: one exchange, redirects by hand, authorization, and tries
 * repeated within bounds. What a registry answers against expectation is thrown as `RegistryError`.
 */
export class Registry {
  readonly name: string;
  readonly endpoint: URL;
  readonly limits: RegistryLimits;
  readonly #options: RegistryOptions;
  readonly #send: Send;
  readonly #authorizer: Authorizer;
  readonly #cooldown: Cooldown;
  /** Failures of calls that have been tried often enough. */
  readonly #exhausted = new WeakSet<RegistryError>();
  #pullLimit: PullLimit | undefined;

  constructor(options: RegistryOptions) {
    const { name, endpoint, dispatcher, wire, keychain, clock } = options;
    this.name = name;
    this.endpoint = endpoint;
    this.limits = limitsOf(name);
    this.#options = options;
    this.#cooldown = new Cooldown(clock);
    this.#send = followRedirects(exchangeOver(dispatcher, wire));
    this.#authorizer = new Authorizer({ registry: name, endpoint, keychain, send: this.#send, clock });
  }

  /** Milliseconds since the epoch, by the clock that waits for this registry go by. */
  now(): number {
    return this.#options.clock.now();
  }

  /** What the registry last said of its pull limit; `undefined` where it said nothing. */
  get pullLimit(): PullLimit | undefined {
    return this.#pullLimit;
  }

  /** A repository to read from. */
  source(name: string): Repository {
    return new Repository(this, name, repositoryScope(name, ["pull"]));
  }

  /** A repository to read from and write to: one token serves both. */
  destination(name: string): Repository {
    return new Repository(this, name, repositoryScope(name, ["pull", "push"]));
  }

  /** Whether nobody in particular asks for this repository: there is no credential for it. Throws as keychains do. */
  async isAnonymousFor(repository: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.#options.keychain.resolve(this.name, repository, signal)) === undefined;
  }

  /** Makes a call, and again within the bounds of the retry policy where it can be repeated. */
  async call(call: Call, purpose: Purpose): Promise<HttpResponse> {
    return await this.#repeat(call, () => this.#callOnce(call, purpose));
  }

  /**
   * Makes a call and reads all of its answer, which belongs to what is repeated. Without a purpose it is made for nobody, and carries
   * no authorization. Throws `TOO_LARGE` past `limit` bytes.
   */
  async read(call: Call, purpose: Purpose | undefined, limit: number): Promise<Answer> {
    return await this.#repeat(call, async () => {
      const response = await this.#callOnce(call, purpose);
      return { response, bytes: await readBody(response, limit) };
    });
  }

  /**
   * Repeats a larger piece of work, such as a whole upload, by the same policy as single calls. A call in it that has had
   * its tries is not given them again.
   */
  async retry<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return await retry(attempt, {
      ...this.#retryContext(signal),
      isFinal: (error) => this.#exhausted.has(error),
    });
  }

  async #repeat<T>(call: Call, attempt: () => Promise<T>): Promise<T> {
    const { body, once, signal } = call;
    if (once || !(body === undefined || body instanceof Uint8Array)) {
      await this.#cooldown.pass(signal);
      return await attempt();
    }
    try {
      return await retry(attempt, { ...this.#retryContext(signal), kind: kindOf(call) });
    } catch (error) {
      // An upload that the registry has lost can still be begun anew.
      if (error instanceof RegistryError && !hasCode(error, "NOT_FOUND", "REJECTED"))
        this.#exhausted.add(error);
      throw error;
    }
  }

  async #callOnce(call: Call, purpose: Purpose | undefined): Promise<HttpResponse> {
    await this.#pace(call, purpose);
    const response = await (purpose ? this.#authorizer.send(call, purpose) : this.#send(call));
    if (response.url.origin === this.endpoint.origin) {
      this.#pullLimit = pullLimitOf(this.name, response) ?? this.#pullLimit;
    }
    if (call.expect.includes(response.status)) return response;
    throw await responseError(call.method, response, this.#options.clock.now());
  }

  async #pace(call: Call, purpose: Purpose | undefined): Promise<void> {
    const { pacer } = this.#options;
    if (!pacer || call.url.origin !== this.endpoint.origin) return;
    if (this.limits.rate?.isForAnonymousPulls) {
      if (kindOf(call) !== "GET manifests") return;
      if (purpose && !(await this.isAnonymousFor(purpose.repository, call.signal))) return;
    }
    await pacer.pass(call.signal);
    // Whoever waited for a turn may not have heard of a pause, after which not all shall come at once.
    while (this.#cooldown.isOn) {
      await this.#cooldown.pass(call.signal);
      await pacer.pass(call.signal);
    }
  }

  #retryContext(signal: AbortSignal | undefined): RetryContext {
    const { clock, onWait, random = Math.random, retry: policy = DEFAULT_RETRY } = this.#options;
    return { clock, random, policy, cooldown: this.#cooldown, signal, onWait };
  }
}

/** What registries count by itself: `GET manifests`, `HEAD manifests`, `POST blobs`. */
function kindOf({ method, url }: Call): string {
  const resource = /.*\/(manifests|blobs|tags|referrers)\//.exec(url.pathname)?.[1] ?? "";
  return `${method} ${resource}`;
}
