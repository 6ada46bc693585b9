import type { AddressGuard } from "./guard/address-guard.ts";
import type { ProxyFor } from "./proxy/proxy.ts";

/** What connections are held to. Without any of it they go straight to wherever they are asked to. */
export interface Network {
  /** Decides where they may go. Where a proxy looks names up, it judges the name alone. */
  readonly guard?: AddressGuard | undefined;
  /** Through which proxies they go. */
  readonly proxyFor?: ProxyFor | undefined;
}
