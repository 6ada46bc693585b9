import { AddressGuard, type Resolve } from "../oci/http/guard/address-guard.ts";

/** Whom the operator vouches for. */
export interface VouchedGuardOptions {
  /** The registry that is written to: `ghcr.io`. */
  readonly registry: string;
  /** Where registry names really answer. What is named here may be on a private network. */
  readonly endpoints: ReadonlyMap<string, URL>;
  /** Hosts of sources that may be on a private network: `host`, or `host:port`. */
  readonly allowedHosts: readonly string[];
  /** Default: the system's resolver. */
  readonly resolve?: Resolve | undefined;
}

/** Lets connections go to the public internet, and where the operator vouches for. */
export function vouchedGuard({
  registry,
  endpoints,
  allowedHosts,
  resolve,
}: VouchedGuardOptions): AddressGuard {
  const operators = [...endpoints.values()].map(hostAndPort);
  return new AddressGuard({
    allowed: [registry, ...operators, ...allowedHosts],
    ...(resolve && { resolve }),
  });
}

/** The port of its own that an origin has, said or not: the operator vouches for no other one of the host. */
function hostAndPort({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
