import type { LookupAddress } from "node:dns";
import { isIPv6 } from "node:net";
import { describe, expect, it } from "vitest";
import { AddressGuard } from "../../../../src/oci/http/guard/address-guard.ts";

const at = (...addresses: readonly string[]): readonly LookupAddress[] =>
  addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));

/** A guard whose resolver gives these answers in turn, and what it was asked. */
function guardOf(allowed: readonly string[] = [], ...answers: readonly (readonly LookupAddress[])[]) {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    const answer = answers[asked.length - 1];
    if (!answer)
      throw Object.assign(new Error("no such host"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
    return answer;
  };
  return { guard: new AddressGuard({ allowed, resolve }), asked };
}

/** As a connection has it: the host without brackets, and no port where it is the scheme's own. */
function targetOf(address: string) {
  const { protocol, hostname, port } = new URL(address);
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ""), port };
}

function lookUp(guard: AddressGuard, host: string, all = true): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guard.lookup(host, { all }, (error, address, family) =>
      error ? reject(error) : resolve(all ? address : [address, family]),
    );
  });
}

describe("a target", () => {
  it.each([
    ["https://127.0.0.1", /127\.0\.0\.1 is a loopback address.*ALLOW_SOURCE_HOSTS/],
    ["https://localhost:5000", /localhost is a loopback address/],
    ["https://db.localhost", /loopback/],
    ["https://LOCALHOST", /loopback/],
    ["https://10.1.2.3:5000", /10\.1\.2\.3 is a private address/],
    ["https://169.254.169.254", /metadata service/],
    ["https://[::1]", /\[::1\] is a loopback/],
    ["https://[::ffff:10.0.0.1]", /private/],
    ["https://[fe80::1]", /link-local/],
    // Other ways to write 127.0.0.1, which URLs undo.
    ["https://2130706433", /127\.0\.0\.1 is a loopback/],
    ["https://0x7f000001", /127\.0\.0\.1 is a loopback/],
    ["https://0177.0.0.1", /127\.0\.0\.1 is a loopback/],
    ["https://0x7f.1", /127\.0\.0\.1 is a loopback/],
    ["https://127.1", /127\.0\.0\.1 is a loopback/],
    ["https://%31%32%37.0.0.1", /127\.0\.0\.1 is a loopback/],
    ["https://１２７.0.0.1", /127\.0\.0\.1 is a loopback/],
    ["https://0", /unspecified/],
    ["http://registry.example", /registry\.example would be asked over plain HTTP/],
    ["http://8.8.8.8", /plain HTTP/],
  ])("that is refused without a look-up: %s", (address, words) => {
    const { guard, asked } = guardOf();
    const admit = () => guard.admit(targetOf(address));
    expect(admit).toThrow(words);
    expect(admit).toThrow(expect.objectContaining({ code: "FORBIDDEN_ADDRESS" }));
    expect(asked).toEqual([]);
  });

  it.each(["https://registry.example", "https://8.8.8.8", "https://[2606:4700::1111]:5000"])(
    "that is looked up by the guard: %s",
    (address) => {
      const { guard } = guardOf();
      expect(guard.admit(targetOf(address))).toBe(guard.lookup);
    },
  );

  it.each([
    ["http://127.0.0.1:5000", "127.0.0.1:5000"],
    ["http://127.0.0.1:5000", "127.0.0.1"],
    ["http://127.0.0.1:5000", "0x7f.1:5000"],
    ["http://registry.example", "registry.example"],
    ["http://registry.example", "registry.example:80"],
    ["https://registry.example", "Registry.Example:443"],
    ["https://[fd00::1]:5000", "[fd00::1]:5000"],
    ["https://[fd00::1]:5000", "[FD00:0::1]"],
  ])("that the operator vouches for is not looked at: %s by %s", (address, allowed) => {
    expect(guardOf([allowed]).guard.admit(targetOf(address))).toBeUndefined();
  });

  it.each([
    ["https://127.0.0.1:5001", "127.0.0.1:5000"],
    ["https://127.0.0.1", "127.0.0.1:80"],
    ["https://127.0.0.2", "127.0.0.1"],
    ["https://sub.localhost", "localhost"],
    ["https://[fd00::2]", "[fd00::1]"],
  ])("is not vouched for by another: %s by %s", (address, allowed) => {
    expect(() => guardOf([allowed]).guard.admit(targetOf(address))).toThrow();
  });
});

describe("a look-up", () => {
  it("gives the very addresses that were looked at, in their order", async () => {
    const answer = at("2606:4700::1111", "8.8.8.8");
    const { guard, asked } = guardOf([], answer, answer);
    expect(await lookUp(guard, "r.example")).toEqual(answer);
    expect(await lookUp(guard, "r.example", false)).toEqual(["2606:4700::1111", 6]);
    expect(asked).toEqual(["r.example", "r.example"]);
  });

  it.each([
    ["a private", ["10.0.0.1"]],
    ["a private", ["8.8.8.8", "1.1.1.1", "192.168.0.1"]],
    ["a loopback", ["2606:4700::1111", "::1"]],
    ["the address of a cloud's metadata service", ["169.254.169.254"]],
    ["a loopback", ["::ffff:127.0.0.1"]],
  ])("fails for a name that leads to %s address, among others or alone: %j", async (kind, addresses) => {
    const { guard } = guardOf([], at(...addresses));
    const failing = lookUp(guard, "r.example");
    await expect(failing).rejects.toMatchObject({
      code: "FORBIDDEN_ADDRESS",
      message: expect.stringMatching(`^r.example leads to ${kind}.*ALLOW_SOURCE_HOSTS`),
    });
    await expect(failing).rejects.not.toThrow(addresses.at(-1));
  });

  it("is made anew for each connection, so that a name that has moved inside is refused", async () => {
    const { guard } = guardOf([], at("8.8.8.8"), at("127.0.0.1"));
    expect(await lookUp(guard, "r.example")).toEqual(at("8.8.8.8"));
    await expect(lookUp(guard, "r.example")).rejects.toMatchObject({ code: "FORBIDDEN_ADDRESS" });
  });

  it("fails as the resolver does", async () => {
    await expect(lookUp(guardOf().guard, "r.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});
