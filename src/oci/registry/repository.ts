import type { HttpRequest, HttpResponse } from "../http/exchange.ts";
import type { Answer, Call, Registry } from "./registry.ts";

/** A request below a repository. `path` is relative to `/v2/<name>/`; an upload goes on where its `url` says. */
export type RepositoryCall = Omit<HttpRequest, "url"> &
  Pick<Call, "expect" | "once"> & {
    /** Scopes beyond the repository's own, for a mount. */
    readonly scopes?: readonly string[];
  } & ({ readonly path: string } | { readonly url: URL });

/** A repository of a registry, with the scope that its requests carry. */
export class Repository {
  readonly registry: Registry;
  readonly name: string;
  readonly scope: string;

  constructor(registry: Registry, name: string, scope: string) {
    this.registry = registry;
    this.name = name;
    this.scope = scope;
  }

  /** Calls the registry. Throws `RegistryError` for a status that is not expected. */
  async call(call: RepositoryCall): Promise<HttpResponse> {
    return await this.registry.call({ ...call, url: this.#urlOf(call) }, this.#purposeOf(call));
  }

  /** Calls the registry and reads all of its answer, at most `limit` bytes. */
  async read(call: RepositoryCall, limit: number): Promise<Answer> {
    return await this.registry.read({ ...call, url: this.#urlOf(call) }, this.#purposeOf(call), limit);
  }

  /** `docker.io/library/redis`. */
  toString(): string {
    return `${this.registry.name}/${this.name}`;
  }

  #urlOf(call: RepositoryCall): URL {
    return "url" in call ? call.url : new URL(`/v2/${this.name}/${call.path}`, this.registry.endpoint);
  }

  #purposeOf({ scopes = [] }: RepositoryCall) {
    return { repository: this.name, scopes: [this.scope, ...scopes] };
  }
}
