import { BlockList, isIP } from "node:net";

/** Whether an address is asked directly, whatever proxies there are. */
export type Exempts = (url: URL) => boolean;

/**
 * Reads `NO_PROXY`: hosts, each meant with all below it (`example.com` and `.example.com` alike; `*.example.com` without the
 * host itself), `*` for all, addresses and ranges of them (`10.0.0.0/8`), each perhaps with a `:port`, separated by commas or
 * blanks. What is none of these means nothing: such lists are shared with programs that read more into them.
 */
export function parseExemptions(list: string): Exempts {
  const exemptions = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseExemption);
  return (url) => {
    const host = bare(url.hostname);
    const port = url.port || (url.protocol === "https:" ? "443" : "80");
    return exemptions.some((exemption) => (exemption.port ?? port) === port && exemption.means(host));
  };
}

interface Exemption {
  readonly port: string | undefined;
  readonly means: (host: string) => boolean;
}

function parseExemption(text: string): Exemption {
  const [, name = "", port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(text) ?? [undefined, text];
  return { port, means: meaningOf(bare(name)) };
}

function meaningOf(name: string): Exemption["means"] {
  if (name === "*") return () => true;
  const [base = "", bits = ""] = name.split("/");
  if (isIP(base)) return addressesIn(base, bits);
  const below = `.${name.replace(/^\*?\./, "")}`;
  return (host) => host.endsWith(below) || (!name.startsWith("*") && host === below.slice(1));
}

function addressesIn(base: string, bits: string): Exemption["means"] {
  const list = new BlockList();
  const width = isIP(base) === 6 ? 128 : 32;
  const prefix = bits === "" ? width : Number(bits);
  if (/^\d*$/.test(bits) && prefix <= width) list.addSubnet(base, prefix, familyOf(base));
  return (host) => isIP(host) !== 0 && list.check(host, familyOf(host));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** Without the brackets of an IPv6 address, and without the dot that ends a full name. */
function bare(name: string): string {
  return name.replace(/^\[(.*)\]$/, "$1").replace(/(.)\.$/, "$1");
}
