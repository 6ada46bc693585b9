import { describe, expect, it } from "vitest";
import { createRedact } from "../../src/observe/redact.ts";
import { secretsOf } from "../../src/observe/secrets-of.ts";
import { CONFIGURED, SECRETS } from "./secrets.ts";

describe("createRedact", () => {
  const redact = createRedact();

  it.each(SECRETS)("takes out %s", (_, text, secret) => {
    expect(text).toContain(secret);
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain("[redacted]");
  });

  it.each(SECRETS)("takes out %s of JSON, and leaves JSON", (_, text, secret) => {
    const line = redact(JSON.stringify({ text, nested: JSON.stringify([text]), end: 1 }));
    expect(line).not.toContain(secret);
    expect(JSON.parse(line)).toMatchObject({ end: 1 });
  });

  it.each([
    "copied 3 images, 2 tokens: fine",
    'a plain line with "quotes" and a token',
    "https://ghcr.io/v2/acme/redis/manifests/sha256:0123456789abcdef?n=100",
    "Bearer auth is wanted",
    '{"tokens":5,"key":"value","repository":"acme/mirror","run":"2f1a"}',
    "sha256:9b2a4f0e8f5c3d1e7a6b9c8d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
    "-----BEGINNING of the end",
  ])("leaves %j alone", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("is quick with texts that almost match", () => {
    const texts = ["-----BEGIN ", "gh", "eyJa.", "http://", "authorization: ", 'token": "', "?sig=", "\\"];
    const started = performance.now();
    for (const text of texts) redact(text.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("configured secrets", () => {
  const redact = createRedact(secretsOf(CONFIGURED));
  const middle = CONFIGURED.privateKey.split("\n")[5] ?? "";

  it.each([
    ["the webhook secret", CONFIGURED.webhookSecret],
    ["the database's password", "p@ss+w/ord"],
    ["the database's password as in its URL", "p%40ss%2Bw%2Ford"],
    ["a line of the private key", middle],
    ["the private key in one line", CONFIGURED.privateKey.replaceAll("\n", "\\n").slice(0, 200)],
  ])("are taken out: %s", (_, secret) => {
    expect(redact(`x ${secret} y`)).toMatch(/^x \[redacted\]/);
    expect(JSON.parse(redact(JSON.stringify({ a: `x ${secret} y` }))).a).toMatch(/^x \[redacted\]/);
  });

  it("are none where nothing is configured", () => {
    const none = secretsOf({ privateKey: "", webhookSecret: "", databaseUrl: "postgres://db/x" });
    expect(none).toEqual([]);
    expect(createRedact(["", "abc"])("abc def")).toBe("abc def");
  });

  it.each([
    ["postgres://u@db/x?password=hunter22", ["hunter22"]],
    ["postgres://u:100%@db/x", ["100%"]],
  ])("are found in %s", (databaseUrl, found) => {
    expect(secretsOf({ privateKey: "", webhookSecret: "", databaseUrl })).toEqual(found);
  });
});
