import { describe, expect, it } from "vitest";
import { parseChallenges } from "../../../src/oci/auth/challenge.ts";

const REALM = "https://auth.example.io/token";
const BEARER = {
  realm: REALM,
  service: "registry.example.io",
  scope: "repository:library/hello-world:pull,push",
};

describe("parseChallenges", () => {
  it.each([
    // oras-go, registry/remote/auth/challenge_test.go, which gives no parameters of schemes but Bearer
    ["", []],
    ["foo bar", [["foo", {}]]],
    ['Basic realm="Test Registry"', [["basic", { realm: "Test Registry" }]]],
    ["Basic", [["basic", {}]]],
    ["Basic  ", [["basic", {}]]],
    [
      'Bearer realm="https://auth.example.io/token",service="registry.example.io",scope="repository:library/hello-world:pull,push"',
      [["bearer", BEARER]],
    ],
    [
      'Bearer realm="https://auth.example.io/token",service="registry.example.io",scope="repository:library/alpine:pull,push repository:ubuntu:pull"',
      [["bearer", { ...BEARER, scope: "repository:library/alpine:pull,push repository:ubuntu:pull" }]],
    ],
    ["Bearer", [["bearer", {}]]],
    ["Bearer  ", [["bearer", {}]]],
    [
      'Bearer realm = "https://auth.example.io/token"   ,service=registry.example.io, scope  ="repository:library/hello-world:pull,push"  ',
      [["bearer", BEARER]],
    ],
    // oras-go knows one challenge only; by RFC 9110 a word after a comma may be the next scheme.
    [
      'Bearer realm="https://auth.example.io/token",service',
      [
        ["bearer", { realm: REALM }],
        ["service", {}],
      ],
    ],
    ['Bearer realm="https://auth.example.io/token",service=', [["bearer", { realm: REALM }]]],
    ['Bearer realm="https://auth.example.io/token",service= ', [["bearer", { realm: REALM }]]],
    ['Bearer realm="https://auth.example.io/token",service="registry', [["bearer", { realm: REALM }]]],
    [
      'Bearer realm="https://auth.example.io/token",empty="",service="registry.example.io",scope="repository:library/hello-world:pull,push"',
      [["bearer", { ...BEARER, empty: "" }]],
    ],
    [
      'Bearer foo="foo\\"bar",hello="\\"hello world\\""',
      [["bearer", { foo: 'foo"bar', hello: '"hello world"' }]],
    ],
    // regclient, internal/auth/auth_test.go
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:docker/docker:pull"',
      [
        [
          "bearer",
          {
            realm: "https://auth.docker.io/token",
            service: "registry.docker.io",
            scope: "repository:docker/docker:pull",
          },
        ],
      ],
    ],
    ['Basic realm="GitHub Package Registry"', [["basic", { realm: "GitHub Package Registry" }]]],
    ['BaSiC ReAlM="Case insensitive key"', [["basic", { realm: "Case insensitive key" }]]],
    ["Basic realm=unquoted", [["basic", { realm: "unquoted" }]]],
    ["Basic realm=/", [["basic", { realm: "/" }]]],
    ['Basic realm="Dev", charset="UTF-8"', [["basic", { realm: "Dev", charset: "UTF-8" }]]],
    ['"Basic" "realm"=/', [["basic", { realm: "/" }]]],
    [
      'Bearer realm="https://auth.docker.io/token", service="registry.docker.io", Basic realm="GitHub Package Registry"',
      [
        ["bearer", { realm: "https://auth.docker.io/token", service: "registry.docker.io" }],
        ["basic", { realm: "GitHub Package Registry" }],
      ],
    ],
    // regclient refuses these three as a whole; here what can be understood counts.
    ['Basic realm="Dev" charset="UTF-8"', [["basic", { realm: "Dev", charset: "UTF-8" }]]],
    ['Basic realm="GitHub Package Registry', [["basic", {}]]],
    ['Basic realm="GitHub Package Registry\\\\', [["basic", {}]]],
    // Ours
    [
      "Negotiate YIIByQYG+/aaa==, Basic realm=x",
      [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
      ],
    ],
    [
      'Negotiate, Bearer realm="x"',
      [
        ["negotiate", {}],
        ["bearer", { realm: "x" }],
      ],
    ],
    [
      "Bearer realm=,Basic realm=x",
      [
        ["bearer", {}],
        ["basic", { realm: "x" }],
      ],
    ],
    ["Bearer realm=a, realm=b", [["bearer", { realm: "b" }]]],
    [", , Basic ,", [["basic", {}]]],
    ['realm="x"', []],
    ["=", []],
    ['"', []],
    ["Bearer scope=repository:a/b:pull", [["bearer", { scope: "repository:a/b:pull" }]]],
  ])("%s", (header, expected) => {
    const challenges = expected.map(([scheme, parameters]) => ({ scheme, parameters }));
    expect(parseChallenges(header)).toEqual(challenges);
  });

  it("reads a header that comes several times, or not at all", () => {
    expect(parseChallenges(['Basic realm="a"', 'Bearer realm="b"'])).toEqual([
      { scheme: "basic", parameters: { realm: "a" } },
      { scheme: "bearer", parameters: { realm: "b" } },
    ]);
    expect(parseChallenges([])).toEqual([]);
  });

  it("takes a hostile name for a name", () => {
    const [challenge] = parseChallenges('Bearer __proto__="x", realm="y"');
    expect(Object.entries(challenge?.parameters ?? {})).toEqual([
      ["__proto__", "x"],
      ["realm", "y"],
    ]);
  });

  it("comes to an end with any 16 KiB", () => {
    for (const text of ['a="', "\\", "a ", "a,", "a=", '"a', "=", "Bearer a=\\"]) {
      expect(() => parseChallenges(text.repeat(16_384 / text.length))).not.toThrow();
    }
  });
});
