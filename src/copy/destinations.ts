import type { Repository } from "../oci/registry/repository.ts";
import { Destination, type DestinationOptions } from "./destination.ts";

/** The destination repositories of a run, each known once. */
export class Destinations {
  readonly #known = new Map<string, Destination>();
  readonly #options: DestinationOptions;

  constructor(options: DestinationOptions = {}) {
    this.#options = options;
  }

  /** What the run knows of `repository`. */
  of(repository: Repository): Destination {
    const key = repository.toString();
    const known = this.#known.get(key) ?? new Destination(repository, this.#options);
    this.#known.set(key, known);
    return known;
  }
}
