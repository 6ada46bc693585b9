import type { Reference } from "../oci/reference.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Registries } from "./registries.ts";

/** The repositories of a run, by the references that name them. */
export class Repositories {
  readonly #registries: Registries;

  constructor(registries: Registries) {
    this.#registries = registries;
  }

  /** To read from. */
  source({ registry, repository }: Reference): Repository {
    return this.#registries.get(registry).source(repository);
  }

  /** To read from and write to. */
  destination({ registry, repository }: Reference): Repository {
    return this.#registries.get(registry).destination(repository);
  }
}
