import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { RegistryError } from "../../error.ts";
import { isLoopback } from "../loopback.ts";
import { type AddressKind, addressKind } from "./address-kind.ts";

/** Finds all addresses of a host name. Rejects as `dns.lookup` does. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** What an {@link AddressGuard} goes by. */
export interface AddressGuardOptions {
  /** Hosts that the operator vouches for: `host` on all ports, or `host:port`. An IPv6 address stands in brackets. */
  readonly allowed: Iterable<string>;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

/** Where a connection is to go. */
export interface Target {
  /** `https:` */
  readonly protocol: string;
  /** In lower case, without brackets. */
  readonly hostname: string;
  /** The scheme's own where it is empty. */
  readonly port: string;
}

/**
 * Keeps connections to hosts that strangers name within the public internet. It is asked for every new connection, so that
 * redirects, token services and upload locations are held to it like the first request; and the connection goes to the
 * addresses that were looked at, so that a name cannot mean another machine a moment later.
 */
export class AddressGuard {
  /** Looks a name up, once, and fails with `FORBIDDEN_ADDRESS` if even one of its addresses is not public. */
  readonly lookup: LookupFunction;
  readonly #allowed: ReadonlySet<string>;

  constructor({ allowed, resolve = (host) => lookup(host, { all: true }) }: AddressGuardOptions) {
    this.#allowed = new Set([...allowed].map(canonicalHost));
    this.lookup = (host, { all }, callback) => {
      const answer = (addresses: readonly LookupAddress[]) => {
        const kind = addresses.map(({ address }) => addressKind(address)).find(Boolean);
        const [first] = addresses;
        if (kind) callback(forbidden(host, `leads to ${KINDS[kind]}`), "");
        else if (all || !first) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      };
      resolve(host).then(answer, (error: Error) => callback(error, ""));
    };
  }

  /**
   * The look-up that a connection to `target` must use: {@link lookup}, or `undefined` for any, where the operator vouches
   * for the host. Throws `FORBIDDEN_ADDRESS` where no look-up is needed to know.
   */
  admit(target: Target): LookupFunction | undefined {
    const { protocol, hostname } = target;
    const host = bracketed(hostname);
    if (this.#allowed.has(host) || this.#allowed.has(`${host}:${portOf(target)}`)) return undefined;
    const kind = isIP(hostname) ? addressKind(hostname) : isLoopback(hostname) ? "loopback" : undefined;
    if (kind) throw forbidden(host, `is ${KINDS[kind]}`);
    if (protocol !== "https:") throw forbidden(host, "would be asked over plain HTTP");
    return this.lookup;
  }
}

const KINDS: Readonly<Record<AddressKind, string>> = {
  metadata: "the address of a cloud's metadata service",
  loopback: "a loopback address",
  unspecified: "an unspecified address",
  private: "a private address",
  "link-local": "a link-local address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  reserved: "a reserved address",
};

/** Says the kind of address and not the address: what names mean inside a network is not for the public to know. */
function forbidden(host: string, what: string): RegistryError {
  return new RegistryError(
    "FORBIDDEN_ADDRESS",
    `${host} ${what}, and is not connected to unless the operator lists it in ALLOW_SOURCE_HOSTS`,
  );
}

/** As URLs write it: `127.0.0.1:5000` for `0x7f.1:5000`; of what is no host, the text. */
function canonicalHost(text: string): string {
  const url = URL.parse(`https://${text}`);
  if (!url) return text;
  const port = /:(\d+)$/.exec(text)?.[1];
  return port === undefined ? url.hostname : `${url.hostname}:${Number(port)}`;
}

function bracketed(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

function portOf({ protocol, port }: Target): string {
  return port || (protocol === "https:" ? "443" : "80");
}
