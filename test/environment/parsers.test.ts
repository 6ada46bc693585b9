import { describe, expect, it } from "vitest";
import { oneOf } from "../../src/environment/one-of.ts";
import {
  parseApiUrl,
  parseDatabaseUrl,
  parseEndpoints,
  parseHosts,
  parseListenHost,
  parseProxyUrl,
  parseRegistryHost,
} from "../../src/environment/parse-address.ts";
import { parseAppId, parseDuration, wholeNumber } from "../../src/environment/parse-number.ts";
import { parseWebhookSecret } from "../../src/environment/parse-webhook-secret.ts";
import { SettingError } from "../../src/environment/setting-error.ts";

const good: readonly (readonly [(text: string) => unknown, string, unknown])[] = [
  [parseAppId, "123456", 123456],
  [wholeNumber(0, 65_535), "0", 0],
  [wholeNumber(0, 65_535), "65535", 65_535],
  [parseDuration, "30", 30_000],
  [parseDuration, "45s", 45_000],
  [parseDuration, "2m", 120_000],
  [parseDuration, "0", 0],
  [parseApiUrl, "https://api.github.com", "https://api.github.com"],
  [parseApiUrl, "https://ghe.example/api/v3/", "https://ghe.example/api/v3"],
  [parseApiUrl, "http://127.0.0.1:4000", "http://127.0.0.1:4000"],
  [parseApiUrl, "http://[::1]:4000/", "http://[::1]:4000"],
  [parseDatabaseUrl, "postgres://a:b@db/c", "postgres://a:b@db/c"],
  [parseDatabaseUrl, "postgresql:///c?host=/run/pg", "postgresql:///c?host=/run/pg"],
  [parseEndpoints, "docker.io=http://127.0.0.1:5003,", [["docker.io", new URL("http://127.0.0.1:5003")]]],
  [parseRegistryHost, "GHCR.io", "ghcr.io"],
  [parseHosts, "Registry.corp.example, 10.0.0.5:5000,", ["registry.corp.example", "10.0.0.5:5000"]],
  [parseListenHost, "0.0.0.0", "0.0.0.0"],
  [parseListenHost, "[::]", "::"],
  [parseProxyUrl, "https://smee.io/abc", new URL("https://smee.io/abc")],
  [oneOf(["app", "actions"]), "actions", "actions"],
  [parseWebhookSecret, "0123456789abcdef", "0123456789abcdef"],
];

const bad: readonly (readonly [(text: string) => unknown, string, RegExp])[] = [
  [parseAppId, "0", /"0" is not an App id; give/],
  [parseAppId, "Iv1.abc", /not an App id/],
  [parseAppId, "12.5", /not an App id/],
  [wholeNumber(1, 64), "65", /"65" is not a whole number from 1 to 64/],
  [wholeNumber(1, 64), "-1", /not a whole number/],
  [wholeNumber(1, 64), "0x10", /not a whole number/],
  [parseDuration, "2h", /not a time; give seconds/],
  [parseDuration, "61m", /up to an hour/],
  [parseDuration, "-5", /not a time/],
  [parseApiUrl, "api.github.com", /not a web address; give https:\/\/api.github.com/],
  [parseApiUrl, "http://ghe.example/api/v3", /plain http to ghe.example; use https/],
  [parseApiUrl, "https://u:hunter22@ghe.example", /holds credentials/],
  [parseApiUrl, "https://ghe.example/?a=b", /query/],
  [parseDatabaseUrl, "mysql://a:hunter22@db", /not a PostgreSQL URL/],
  [parseDatabaseUrl, "postgres://a:hunter22@:x:y", /not a PostgreSQL URL/],
  [parseEndpoints, "docker.io", /^"docker.io" is not HOST=URL/],
  [parseRegistryHost, "ghcr.io/acme", /not a host; give one as in ghcr.io/],
  [parseHosts, "a.example,b c", /"b c" is not a host/],
  [parseListenHost, "http://x", /not a host to listen on/],
  [parseProxyUrl, "ftp://smee.io/abc", /not a web address/],
  [oneOf(["app"]), "actions", /"actions" is unknown; give app/],
  [parseWebhookSecret, "Development", /public/],
  [parseWebhookSecret, "hunter22", /shorter than 16/],
  [parseWebhookSecret, "x".repeat(40), /repeats itself/],
  [parseWebhookSecret, "hunter22hunter22", /repeats itself/],
  [parseWebhookSecret, "abcdabcaabcdabcb", /repeats itself/],
];

describe("parsers of variables", () => {
  it.each(good)("%o takes %j", (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each(bad)("%o refuses %j in one line, without secrets", (parse, text, message) => {
    const refuse = () => parse(text);
    expect(refuse).toThrow(SettingError);
    expect(refuse).toThrow(message);
    expect(refuse).not.toThrow(/hunter22|\n/);
  });
});
