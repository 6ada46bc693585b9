import { BlockList, isIP } from "node:net";

/** Why an address is not one of the public internet's. */
export type AddressKind =
  | "metadata"
  | "loopback"
  | "unspecified"
  | "private"
  | "link-local"
  | "multicast"
  | "broadcast"
  | "reserved";

/**
 * IANA's special-purpose address registries, and where clouds serve credentials to whoever asks. An address is what the
 * first line that holds it says.
 *
 * https://www.iana.org/assignments/iana-ipv4-special-registry · https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const RANGES: readonly (readonly [kind: AddressKind, ranges: readonly string[]])[] = [
  // AWS, Google, Azure and most others; ECS; Alibaba; Azure's host; Oracle; AWS over IPv6.
  [
    "metadata",
    [
      "169.254.169.254/32",
      "169.254.170.2/32",
      "100.100.100.200/32",
      "168.63.129.16/32",
      "192.0.0.192/32",
      "fd00:ec2::254/128",
    ],
  ],
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["unspecified", ["0.0.0.0/8", "::/128"]],
  ["private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"]],
  ["link-local", ["169.254.0.0/16", "fe80::/10"]],
  ["multicast", ["224.0.0.0/4", "ff00::/8"]],
  ["broadcast", ["255.255.255.255/32"]],
  // Protocols, documentation, benchmarks, the relays of 6to4, and what was never given out. 2001::/23 holds Teredo.
  [
    "reserved",
    [
      "192.0.0.0/24",
      "192.0.2.0/24",
      "198.51.100.0/24",
      "203.0.113.0/24",
      "198.18.0.0/15",
      "192.88.99.0/24",
      "240.0.0.0/4",
      "2001::/23",
      "2001:db8::/32",
      "3fff::/20",
    ],
  ],
];

const BY_KIND = RANGES.map(([kind, ranges]) => [kind, blockList(ranges.flatMap(withTranslations))] as const);

/** What of IPv6 is in use: global unicast, and the two forms in which IPv4 is written. */
const IPV6_IN_USE = blockList(["2000::/3", "::ffff:0:0/96", "64:ff9b::/96"]);

/** What kind of address it is that nobody on the internet has; `undefined` for a public one. */
export function addressKind(address: string): AddressKind | undefined {
  const [bare = ""] = address.split("%", 1);
  const version = isIP(bare);
  if (version === 0) return "reserved";
  const family = version === 4 ? "ipv4" : "ipv6";
  const found = BY_KIND.find(([, list]) => list.check(bare, family));
  if (found) return found[0];
  return family === "ipv6" && !IPV6_IN_USE.check(bare, family) ? "reserved" : undefined;
}

/** An IPv4 range, and how gateways write it in IPv6: mapped (RFC 4291), by NAT64 (RFC 6052), and by 6to4 (RFC 3056). */
function withTranslations(range: string): readonly string[] {
  const [base = "", bits] = range.split("/");
  if (isIP(base) !== 4) return [range];
  const hex = base.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  const words = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
  const prefix = Number(bits);
  return [
    range,
    `::ffff:${words}/${96 + prefix}`,
    `64:ff9b::${words}/${96 + prefix}`,
    `2002:${words}::/${16 + prefix}`,
  ];
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [base = "", bits] = range.split("/");
    list.addSubnet(base, Number(bits), isIP(base) === 4 ? "ipv4" : "ipv6");
  }
  return list;
}
