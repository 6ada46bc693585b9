import { describe, expect, it } from "vitest";
import { addressKind } from "../../../../src/oci/http/guard/address-kind.ts";

describe("an address", () => {
  it.each([
    [
      "private",
      ["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255"],
    ],
    ["private", ["100.64.0.1", "100.127.255.255", "fc00::1", "fdff:ffff::1", "fec0::1"]],
    ["loopback", ["127.0.0.1", "127.255.255.255", "::1"]],
    ["link-local", ["169.254.0.1", "169.254.255.255", "fe80::1", "febf::1", "fe80::1%eth0"]],
    ["metadata", ["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"]],
    ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
    ["multicast", ["224.0.0.1", "239.255.255.255", "ff02::1"]],
    ["broadcast", ["255.255.255.255"]],
    ["reserved", ["192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.255", "198.18.0.1", "198.19.255.255"]],
    ["reserved", ["192.88.99.1", "240.0.0.1", "255.255.255.254", "2001:db8::1", "3fff::1", "3fff:fff::1"]],
    // Teredo, benchmarks, ORCHID; discarded; NAT64 of one's own; segment routing; never given out.
    [
      "reserved",
      ["2001::1", "2001:2::1", "2001:20::1", "100::1", "64:ff9b:1::1", "5f00::1", "4000::1", "e000::1"],
    ],
    // IPv4 in IPv6: what nobody uses any more or outside of a host, whatever it holds.
    ["reserved", ["::8.8.8.8", "::ffff:0:8.8.8.8"]],
  ])("is %s: %j", (kind, addresses) => {
    expect(addresses.map((address) => [address, addressKind(address)])).toEqual(
      addresses.map((address) => [address, kind]),
    );
  });

  it.each([
    [
      "loopback",
      ["::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "2002:7f00:1::1"],
    ],
    [
      "private",
      ["::ffff:10.1.2.3", "64:ff9b::a01:203", "2002:a01:203::9", "::ffff:100.64.0.1", "2002:c0a8:1::"],
    ],
    ["metadata", ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"]],
    ["unspecified", ["::ffff:0.0.0.0", "64:ff9b::", "2002::"]],
    ["broadcast", ["::ffff:255.255.255.255"]],
  ])("is %s in IPv6 as well: %j", (kind, addresses) => {
    expect(addresses.map((address) => [address, addressKind(address)])).toEqual(
      addresses.map((address) => [address, kind]),
    );
  });

  it.each([
    ["8.8.8.8", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0"],
    ["126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0", "192.167.255.255", "223.255.255.255"],
    ["2606:4700::1111", "2001:4860:4860::8888", "2a00::1", "2600:1f18::1"],
    ["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
  ])("is public: %s, %s, %s, …", (...addresses) => {
    expect(addresses.filter((address) => addressKind(address) !== undefined)).toEqual([]);
  });

  it.each(["", "localhost", "1.2.3", "0x7f.1", "2130706433", "[::1]"])("is not what is none: %j", (text) => {
    expect(addressKind(text)).toBe("reserved");
  });
});
