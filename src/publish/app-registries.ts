import type { GitHub } from "../github/github.ts";
import type { Clock } from "../oci/clock.ts";
import type { AddressGuard } from "../oci/http/guard/address-guard.ts";
import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import type { Paces } from "../oci/registry/paces.ts";
import { createRegistries, type Registries } from "../reconcile/registries.ts";
import type { RunEvent } from "../reconcile/report.ts";
import { InstallationTokens } from "./installation-tokens.ts";
import type { PublishOrder } from "./publisher.ts";
import { type VouchedGuardOptions, vouchedGuard } from "./vouched-guard.ts";

/** How the App reaches registries. */
export interface AppRegistriesOptions extends VouchedGuardOptions {
  readonly github: Pick<GitHub, "createToken">;
  /** Blobs, and requests to each registry, under way at the same time in one order. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** Through which proxies. Default: straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** The rates of registries, shared by all orders of a process. Not given: each order has its own. */
  readonly paces?: Paces | undefined;
}

/**
 * The registries as the App reaches them: its own with an installation token that can do nothing but write packages for the
 * repository of an order; all others anonymously, and only where they are on the public internet or the operator vouches for them.
 */
export class AppRegistries {
  readonly #options: AppRegistriesOptions;
  /** Decides where connections may go. */
  readonly #guard: AddressGuard;

  constructor(options: AppRegistriesOptions) {
    this.#options = options;
    this.#guard = vouchedGuard(options);
  }

  /** To be disposed of when the order is carried out. */
  open(
    { installation, repository }: Pick<PublishOrder, "installation" | "repository">,
    onEvent?: (event: RunEvent) => void,
  ): Registries {
    const { github, registry, endpoints, concurrency, clock, proxyFor, paces } = this.#options;
    const request = {
      installation,
      repositories: [repository.id],
      permissions: { packages: "write" },
    } as const;
    const createToken = (signal: AbortSignal) => github.createToken(request, signal);
    const keychain = new InstallationTokens({ createToken, registry, owner: repository.owner, clock });
    return createRegistries({
      endpoints,
      keychain,
      concurrency,
      clock,
      proxyFor,
      ...(paces && { paces }),
      guard: this.#guard,
      ...(onEvent && { onEvent }),
    });
  }
}
