import { describe, expect, it } from "vitest";
import { isRegistryHost, parseEndpoint, parseEndpoints } from "../../src/cli/endpoint.ts";

describe("parseEndpoint", () => {
  it.each([
    ["docker.io=http://127.0.0.1:5003", "docker.io", "http://127.0.0.1:5003/"],
    ["Docker.IO=https://hub.example/", "docker.io", "https://hub.example/"],
    ["index.docker.io=http://127.0.0.1:5003", "docker.io", "http://127.0.0.1:5003/"],
    ["Registry-1.Docker.IO=http://127.0.0.1:5003", "docker.io", "http://127.0.0.1:5003/"],
    ["Quay.IO=http://127.0.0.1:5003", "quay.io", "http://127.0.0.1:5003/"],
    ["localhost:5000=http://[::1]:5000", "localhost:5000", "http://[::1]:5000/"],
  ])("reads %s", (text, registry, href) => {
    const [name, url] = parseEndpoint(text, "--endpoint");
    expect([name, url.href]).toEqual([registry, href]);
  });

  it.each([
    ["docker.io", '--endpoint: "docker.io" is not HOST=URL'],
    ["=http://127.0.0.1", '--endpoint: "=…" is not HOST=URL'],
    ["docker.io=", '--endpoint: "docker.io=…" is not HOST=URL'],
    ["docker.io/library=http://127.0.0.1", '--endpoint: "docker.io/library=…" is not HOST=URL'],
    ["docker.io=127.0.0.1:5003", "--endpoint: the URL for docker.io must start with http:// or https://"],
    ["docker.io=ftp://127.0.0.1", "--endpoint: the URL for docker.io must start with http:// or https://"],
    ["docker.io=http://ada:secret@127.0.0.1", "--endpoint: the URL for docker.io holds credentials"],
    ["docker.io=http://127.0.0.1/v2", "--endpoint: the URL for docker.io must be a host alone"],
    ["docker.io=http://127.0.0.1/?a=b", "--endpoint: the URL for docker.io must be a host alone"],
  ])("refuses %s", (text, message) => {
    expect(() => parseEndpoint(text, "--endpoint")).toThrow(message);
  });

  it.each(["no host=http://ada:secret@h", "docker.io=http://ada:secret@127.0.0.1"])(
    "keeps the secret of %s",
    (text) => {
      expect(() => parseEndpoint(text, "--endpoint")).toThrow(/^(?!.*secret)/);
    },
  );
});

describe("parseEndpoints", () => {
  it("reads a list, with blanks and a comma too many", () => {
    const list = "docker.io=http://127.0.0.1:5003, GHCR.io=https://mirror.example:8443,";
    expect(parseEndpoints(list, "REGISTRY_ENDPOINTS")).toEqual([
      ["docker.io", new URL("http://127.0.0.1:5003")],
      ["ghcr.io", new URL("https://mirror.example:8443")],
    ]);
    expect(parseEndpoints("", "REGISTRY_ENDPOINTS")).toEqual([]);
  });
});

describe("isRegistryHost", () => {
  it.each(["ghcr.io", "localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000", "a-b.example"])(
    "takes %s",
    (text) => {
      expect(isRegistryHost(text)).toBe(true);
    },
  );

  it.each([
    "",
    "ghcr.io/acme",
    "https://ghcr.io",
    "-a",
    "a..b",
    "a_b",
    "host:",
    "host:123456",
    "host:70000",
    "[:::]",
    "a b",
    "ada@host",
  ])("refuses %o", (text) => {
    expect(isRegistryHost(text)).toBe(false);
  });
});
