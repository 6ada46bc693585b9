import { anonymous } from "../oci/auth/credential.ts";
import type { AddressGuard } from "../oci/http/guard/address-guard.ts";
import type { RetryPolicy } from "../oci/http/retry.ts";
import { createRegistries, type Registries } from "../reconcile/registries.ts";
import type { AppRegistriesOptions } from "./app-registries.ts";
import { vouchedGuard } from "./vouched-guard.ts";

/** What {@link AnonymousRegistries} stands on. */
export type AnonymousRegistriesOptions = Omit<AppRegistriesOptions, "github">;

/** The registries as everybody sees them, and only where the App goes: no credential is shown to any. */
export class AnonymousRegistries {
  readonly #options: AnonymousRegistriesOptions;
  readonly #retry: RetryPolicy;
  readonly #guard: AddressGuard;

  constructor(options: AnonymousRegistriesOptions, retry: RetryPolicy) {
    this.#options = options;
    this.#retry = retry;
    this.#guard = vouchedGuard(options);
  }

  /** To be disposed of after use. */
  open(): Registries {
    const { endpoints, concurrency, clock, proxyFor, paces } = this.#options;
    return createRegistries({
      endpoints,
      keychain: anonymous,
      concurrency,
      clock,
      proxyFor,
      paces,
      guard: this.#guard,
      retry: this.#retry,
    });
  }
}
