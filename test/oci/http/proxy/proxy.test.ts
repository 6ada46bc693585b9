import { describe, expect, it } from "vitest";
import { type ProxyVariables, parseProxies } from "../../../../src/oci/http/proxy/proxy.ts";
import { ProxyError } from "../../../../src/oci/http/proxy/proxy-error.ts";

function proxyFor(variables: ProxyVariables, url: string) {
  return parseProxies(variables)?.(new URL(url));
}

describe("parseProxies", () => {
  const http = "http://one.example:3128";
  const https = "http://two.example:8080";

  it.each<[ProxyVariables, url: string, origin: string | undefined]>([
    [{ http, https }, "http://reg.example/v2/", "http://one.example:3128"],
    [{ http, https }, "https://reg.example/v2/", "http://two.example:8080"],
    [{ http }, "https://reg.example/v2/", undefined],
    [{ https }, "http://reg.example/v2/", undefined],
    [{ https: "proxy.example:3128" }, "https://ghcr.io", "http://proxy.example:3128"],
    [{ https: "proxy.example" }, "https://ghcr.io", "http://proxy.example"],
    [{ https: "proxy.example/" }, "https://ghcr.io", "http://proxy.example"],
    [{ https: "https://proxy.example" }, "https://ghcr.io", "https://proxy.example"],
    [{ https: "HTTP://PROXY.example:80/any?thing#at-all" }, "https://ghcr.io", "http://proxy.example"],
    [{ https: "10.0.0.1:3128" }, "https://ghcr.io", "http://10.0.0.1:3128"],
    [{ https: "[fd00::1]:3128" }, "https://ghcr.io", "http://[fd00::1]:3128"],
    [{ https: "user:secret@proxy.example:3128" }, "https://ghcr.io", "http://proxy.example:3128"],
    [{ https, none: "ghcr.io" }, "https://ghcr.io", undefined],
    [{ http, https }, "https://localhost:5000", undefined],
    [{ http, https }, "http://127.0.0.1:5000", undefined],
    [{ http, https }, "http://[::1]:5000", undefined],
    [{ http, https }, "http://registry.localhost", undefined],
  ])("%j: %s by way of %s", (variables, url, origin) => {
    expect(proxyFor(variables, url)?.origin.origin).toBe(origin);
  });

  it.each<ProxyVariables>([{}, { http: undefined, https: undefined }, { https: "" }, { none: "*" }])(
    "is nothing for %j",
    (variables) => {
      expect(parseProxies(variables)).toBeUndefined();
    },
  );

  it.each([
    ["http://proxy.example", undefined],
    ["http://user:secret@proxy.example", "user:secret"],
    ["user:secret@proxy.example", "user:secret"],
    ["http://user@proxy.example", "user:"],
    ["http://:secret@proxy.example", ":secret"],
    ["http://acme%5Cuser:p%40ss%3Aword@proxy.example", "acme\\user:p@ss:word"],
    ["http://us%C3%A9r:secret@proxy.example", "usér:secret"],
  ])("takes the credentials out of %s", (https, login) => {
    const proxy = proxyFor({ https }, "https://ghcr.io");
    const expected = login && `Basic ${Buffer.from(login).toString("base64")}`;
    expect(proxy).toEqual({ origin: new URL("http://proxy.example"), authorization: expected });
  });

  it.each([
    ["http://", /^HTTPS_PROXY: is not the address of a proxy; give one/],
    ["http://user:hush@", /^HTTPS_PROXY: is not the address of a proxy; give one/],
    ["hush:pass word@bad host", /^HTTPS_PROXY: is not the address of a proxy; give one/],
    ["http://user:hush@proxy.example:port", /^HTTPS_PROXY: is not the address of a proxy; give one/],
    ["socks5://user:hush@proxy.example", /^HTTPS_PROXY: names a socks5 proxy; give/],
    ["ftp://user:hush@proxy.example", /^HTTPS_PROXY: names a ftp proxy; give/],
    ["http://user:hush%zz@proxy.example", /^HTTPS_PROXY: .*; write it as %25$/],
  ])("refuses %s without repeating it", (https, message) => {
    let thrown: unknown;
    try {
      parseProxies({ https });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ProxyError);
    expect(thrown).toMatchObject({ variable: "HTTPS_PROXY", message: expect.stringMatching(message) });
    expect((thrown as Error).message).not.toContain("hush");
  });

  it("names the variable for plain HTTP, too", () => {
    expect(() => parseProxies({ http: "http://", https: "proxy.example" })).toThrow(/^HTTP_PROXY: /);
  });
});
