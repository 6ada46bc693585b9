import { describe, expect, it } from "vitest";
import { parseExemptions } from "../../../../src/oci/http/proxy/exemptions.ts";

describe("parseExemptions", () => {
  it.each<[list: string, url: string, isExempt: boolean]>([
    ["", "https://ghcr.io", false],
    ["*", "https://ghcr.io", true],
    ["a.example, *", "https://ghcr.io", true],
    ["*:443", "https://ghcr.io", true],
    ["*:443", "http://ghcr.io", false],
    // Hosts, and what is below them.
    ["ghcr.io", "https://ghcr.io", true],
    ["GHCR.io", "https://ghcr.io", true],
    ["ghcr.io", "https://a.ghcr.io", true],
    ["ghcr.io", "https://notghcr.io", false],
    ["ghcr.io", "https://ghcr.io.evil.example", false],
    [".corp.example", "https://corp.example", true],
    [".corp.example", "https://a.b.corp.example", true],
    [".corp.example", "https://acorp.example", false],
    ["*.corp.example", "https://a.corp.example", true],
    ["*.corp.example", "https://corp.example", false],
    ["corp.example.", "https://corp.example", true],
    ["corp.example", "https://corp.example.", true],
    ["a.example,b.example", "https://b.example", true],
    ["a.example b.example", "https://b.example", true],
    ["a.example,\tb.example ,", "https://b.example", true],
    // Ports.
    ["ghcr.io:443", "https://ghcr.io", true],
    ["ghcr.io:443", "https://ghcr.io:5000", false],
    ["ghcr.io:5000", "https://ghcr.io:5000", true],
    ["ghcr.io:80", "http://ghcr.io", true],
    // Addresses.
    ["10.0.0.5", "https://10.0.0.5:5000", true],
    ["10.0.0.5", "https://10.0.0.50", false],
    ["10.0.0.5:5000", "https://10.0.0.5:5000", true],
    ["10.0.0.5:5000", "https://10.0.0.5", false],
    ["10.0.0.0/8", "https://10.200.3.4", true],
    ["10.0.0.0/8", "https://11.0.0.1", false],
    ["10.0.0.0/8", "https://10.example", false],
    ["fd00::1", "https://[fd00::1]:5000", true],
    ["fd00:0:0::1", "https://[fd00::1]", true],
    ["[fd00::1]", "https://[fd00::1]", true],
    ["[fd00::1]:5000", "https://[fd00::1]:5000", true],
    ["[fd00::1]:5000", "https://[fd00::1]", false],
    ["fd00::/8", "https://[fdff::1]", true],
    ["fd00::/8", "https://10.0.0.1", false],
    // What others put there.
    ["/var/run/docker.sock", "https://ghcr.io", false],
    ["10.0.0.0/99", "https://10.0.0.1", false],
    ["10.0.0.0/x", "https://10.0.0.1", false],
    [".", "https://ghcr.io", false],
    [":443", "https://ghcr.io", false],
  ])("%j: %s %s", (list, url, isExempt) => {
    expect(parseExemptions(list)(new URL(url))).toBe(isExempt);
  });
});
