import { describe, expect, it } from "vitest";
import { entriesFor, parseDockerConfig, readCredential } from "../../../src/oci/auth/docker-config-file.ts";

const FILE = "/home/me/.docker/config.json";

function encode(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString("base64");
}

function password(username: string, secret: string) {
  return { kind: "password", username, password: secret };
}

/** What a config says about a repository: the first entry that holds something. */
function find(auths: unknown, registry: string, repository: string) {
  const config = parseDockerConfig(JSON.stringify({ auths }), FILE);
  for (const entry of entriesFor(config.auths, registry, repository)) {
    const credential = readCredential(entry);
    if (credential) return credential;
  }
  return undefined;
}

describe("an entry of auths", () => {
  it.each([
    // oras-go, registry/remote/internal/configuration/testdata/valid_auths_config.json
    [{ auth: "dXNlcm5hbWU6cGFzc3dvcmQ=" }, password("username", "password")],
    [{ identitytoken: "identity_token" }, { kind: "identity-token", token: "identity_token" }],
    [{ registrytoken: "registry_token" }, { kind: "registry-token", token: "registry_token" }],
    [
      { auth: "dXNlcm5hbWU6cGFzc3dvcmQ=", identitytoken: "identity_token", registrytoken: "registry_token" },
      { kind: "registry-token", token: "registry_token" },
    ],
    [{}, undefined],
    [{ username: "username", password: "password" }, password("username", "password")],
    [
      { auth: "dXNlcm5hbWU6cGFzc3dvcmQ=", username: "foo", password: "bar" },
      password("username", "password"),
    ],
    // Ours
    [null, undefined],
    [{ auth: "", identitytoken: null, email: "me@example.com" }, undefined],
    [{ auth: encode("u", "a:b:c") }, password("u", "a:b:c")],
    [{ auth: encode("", "p") }, password("", "p")],
    [{ auth: encode("jürgen", "pässword") }, password("jürgen", "pässword")],
    [{ auth: encode("u", "p\n") }, password("u", "p\n")],
    [{ auth: encode("u", "p\0\0") }, password("u", "p")],
    [{ auth: encode("user", "pass").replace(/=+$/, "") }, password("user", "pass")],
    [
      { auth: encode("00000000-0000", ""), identitytoken: "acr" },
      { kind: "identity-token", token: "acr" },
    ],
  ])("%j is %j", (entry, expected) => {
    expect(find({ "ghcr.io": entry }, "ghcr.io", "acme/redis")).toEqual(expected);
  });

  it.each([
    // oras-go, invalid_auths_entry_config.json
    [{ auth: "hunter2:hunter2" }, 'auths["ghcr.io"].auth is not the base64 of user:password'],
    ["hunter2", 'auths["ghcr.io"] is not a JSON object'],
    [{ identitytoken: 123 }, 'auths["ghcr.io"].identitytoken is not a string'],
    // Ours
    [{ auth: Buffer.from("hunter2").toString("base64") }, "is not the base64 of user:password"],
    [["hunter2"], "is not a JSON object"],
    [{ registrytoken: "hunter2\n" }, 'auths["ghcr.io"].registrytoken holds a character that no token has'],
    [{ registrytoken: "hunter2 é" }, "holds a character that no token has"],
  ])("%j is an error of that entry alone", (entry, message) => {
    const auths = { "ghcr.io": entry, "quay.io": { auth: encode("u", "p") } };
    expect(find(auths, "quay.io", "x")).toEqual(password("u", "p"));
    const look = () => find(auths, "ghcr.io", "x");
    expect(look).toThrow(expect.objectContaining({ code: "CONFIG_MALFORMED" }));
    expect(look).toThrow(message);
    expect(look).toThrow(FILE);
    expect(look).not.toThrow(/hunter2|aHVudGVyMg/);
  });
});

describe("the key of an entry", () => {
  const A = { auth: encode("a", "1") };
  const B = { auth: encode("b", "2") };
  const C = { auth: encode("c", "3") };

  it.each([
    // go-containerregistry, pkg/authn/keychain_test.go, TestVariousPaths
    [{ "test.io": A }, "test.io/my-repo", "a"],
    [{ "https://index.docker.io/v1/": A }, "docker.io/library/redis", "a"],
    [{ "http://test.io/v1/": A }, "test.io/my-repo", "a"],
    [{ "http://test.io/v2/": A }, "test.io/my-repo", "a"],
    [{ "test.io/my-repo": A, "test.io/another-repo": B, "test.io": C }, "test.io/my-repo", "a"],
    [{ "test.io/another-repo": A, "test.io": {} }, "test.io/my-repo", undefined],
    // docker/cli would take the path for a part of the host's address; in podman's files it is a namespace.
    [{ "test.io/another-repo": A }, "test.io/my-repo", undefined],
    // oras-go, registry/remote/internal/configuration/testdata/legacy_auths_config.json
    [{ "https://registry1.example.com/": B, "registry1.example.com": A }, "registry1.example.com/x", "a"],
    [{ "registry1.example.com": A, "https://registry1.example.com/": B }, "registry1.example.com/x", "a"],
    [{ "http://registry2.example.com": A }, "registry2.example.com/x", "a"],
    [{ "https://registry3.example.com": A }, "registry3.example.com/x", "a"],
    [{ "http://registry4.example.com/": A }, "registry4.example.com/x", "a"],
    [{ "https://registry5.example.com/": A }, "registry5.example.com/x", "a"],
    // regclient, config/testdata/config.json: the tokens that Docker Desktop files beside the registry are not for it.
    [{ "https://index.docker.io/v1/access-token": A }, "docker.io/library/redis", undefined],
    [{ "http://missing-from-repo.example.com/foo": A }, "missing-from-repo.example.com/bar", undefined],
    [{ "localhost:5001": A }, "localhost:5001/x", "a"],
    // podman: containers-auth.json(5)
    [{ "test.io/a/b": A, "test.io/a": B, "test.io": C }, "test.io/a/b/c", "a"],
    [{ "test.io": C, "test.io/a": B, "test.io/a/b": A }, "test.io/a/x", "b"],
    [{ "test.io/a": B, "test.io": C }, "test.io/ab", "c"],
    [{ "docker.io/library": A, "docker.io": B }, "docker.io/library/redis", "a"],
    // Ours
    [{ "docker.io": A }, "docker.io/library/redis", "a"],
    [{ "index.docker.io": A }, "docker.io/acme/redis", "a"],
    [{ "registry-1.docker.io": A }, "docker.io/acme/redis", "a"],
    [{ "docker.io": {}, "https://index.docker.io/v1/": A }, "docker.io/acme/redis", "a"],
    [{ "GHCR.io": A }, "ghcr.io/acme/redis", "a"],
    [{ "ghcr.io": A }, "GHCR.io/acme/redis", "a"],
    [{ "ghcr.io": A }, "ghcr.io:443/acme/redis", undefined],
    [{ "ghcr.io": A }, "evil-ghcr.io/acme/redis", undefined],
    [{ "ghcr.io": A }, "ghcr.io.evil.example/acme/redis", undefined],
    [{ "test.io/acme/": A }, "test.io/acme/redis", "a"],
    [{ "test.io/acme/redis": A }, "test.io/acme/redis", "a"],
    [{ "[::1]:5000": A }, "[::1]:5000/x", "a"],
    [{ "": A, "/": A }, "ghcr.io/x", undefined],
    [{ __proto__: null, toString: A }, "ghcr.io/x", undefined],
  ])("%j for %s: %s", (auths, name, expected) => {
    const slash = name.indexOf("/");
    const found = find(auths, name.slice(0, slash), name.slice(slash + 1));
    expect(found?.kind === "password" ? found.username : found).toBe(expected);
  });
});

describe("parseDockerConfig", () => {
  it.each(["", " \n\t", "{}", '{"key": "val"}', '{"auths": null, "credHelpers": {}, "credsStore": ""}'])(
    "%j says nothing",
    (text) => {
      expect(parseDockerConfig(text, FILE)).toEqual({ auths: [], credHelpers: [], credsStore: undefined });
    },
  );

  it.each([
    ["}{", FILE],
    ["bad", FILE],
    ['{"auths": {"ghcr.io": {"auth": "c2VjcmV0"},}}', `${FILE}:1:44 is not valid JSON`],
    ['{"auths": {\n  "ghcr.io": {"auth": c2VjcmV0}}}', "is not valid JSON"],
    ['{"auths": "c2VjcmV0"}', `${FILE}: auths is not a JSON object`],
    ['{"credHelpers": ["c2VjcmV0"]}', "credHelpers is not a JSON object"],
    ['{"credsStore": {}}', "credsStore is not a string"],
    ["[]", `${FILE} is not a JSON object`],
    ["null", `${FILE} is not a JSON object`],
  ])("refuses %j", (text, message) => {
    let error: unknown;
    try {
      parseDockerConfig(text, FILE);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ name: "KeychainError", code: "CONFIG_MALFORMED" });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("c2VjcmV0");
    expect(error).not.toHaveProperty("cause");
  });
});
