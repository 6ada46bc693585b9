import { describe, expect, it } from "vitest";
import { parsePrivateKey } from "../../src/environment/parse-private-key.ts";
import { ecPem, rsaPem } from "./keys.ts";

describe("parsePrivateKey", () => {
  it.each([
    ["a file", rsaPem],
    ["a file of Windows", rsaPem.replaceAll("\n", "\r\n")],
    ["one line", rsaPem.replaceAll("\n", "\\n")],
    ["one line in quotes", `"${rsaPem.replaceAll("\n", "\\n")}"`],
    ["base64", Buffer.from(rsaPem).toString("base64")],
  ])("reads a key from %s", (_, text) => {
    expect(parsePrivateKey(text)).toBe(rsaPem);
  });

  it.each([
    ["no key", "hunter22", /not a PEM file/],
    ["another kind of key", ecPem, /is an ec key, and GitHub Apps have RSA keys/],
    ["half a key", rsaPem.slice(0, 400), /has no end.*in double quotes/],
    ["a key with a hole", rsaPem.replace(/\n.*\n/, "\n"), /cannot be read as a private key/],
    ["a public part", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", /cannot be read/],
  ])("refuses %s in one line, and quotes nothing of it", (_, text, message) => {
    expect(() => parsePrivateKey(text)).toThrow(message);
    for (const line of text.split("\n").filter((part) => part.length > 3 && !part.startsWith("-"))) {
      expect(() => parsePrivateKey(text)).not.toThrow(line);
    }
    expect(() => parsePrivateKey(text)).not.toThrow(/\n/);
  });
});
