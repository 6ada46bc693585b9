import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../src/oci/http/exchange.ts";
import { followRedirects } from "../../../src/oci/http/redirect.ts";
import { fakeSend } from "../fake-send.ts";

const START = "https://a.example/v2/x/blobs/1";

/** A network in which some addresses lead elsewhere (307) and all others answer 200. */
function network(locations: Readonly<Record<string, string>>, status = 307) {
  return fakeSend(({ url }) => {
    const location = locations[url.href];
    return location === undefined ? { status: 200 } : { status, headers: { location } };
  });
}

function get(more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url: new URL(START),
    headers: { authorization: "Bearer t", range: "bytes=5-" },
    ...more,
  };
}

describe("followRedirects", () => {
  it.each([301, 302, 303, 307, 308])("follows %i, relative to where it came from", async (status) => {
    const { send, requests } = network({ [START]: "../other?x=1" }, status);
    const response = await followRedirects(send)(get());
    expect([response.status, response.url.href]).toEqual([200, "https://a.example/v2/x/other?x=1"]);
    expect(requests[1]?.headers).toEqual({ authorization: "Bearer t", range: "bytes=5-" });
  });

  it.each([
    ["another host", "https://b.example/1"],
    ["another port", "https://a.example:8443/1"],
    ["a host below", "https://cdn.a.example/1"],
    ["no scheme", "//b.example/1"],
  ])("drops credentials, and nothing else, towards %s", async (_, location) => {
    const { send, requests } = network({ [START]: location });
    await followRedirects(send)(get());
    expect(requests[1]?.headers).toEqual({ range: "bytes=5-" });
  });

  it("drops credentials on the way from plain HTTP up to HTTPS", async () => {
    const { send, requests } = network({ "http://a.example/1": "https://a.example/1" });
    await followRedirects(send)(get({ url: new URL("http://a.example/1") }));
    expect(requests[1]?.headers).not.toHaveProperty("authorization");
  });

  it("does not take credentials up again on the way back", async () => {
    const { send, requests } = network({
      [START]: "https://b.example/",
      "https://b.example/": `${START}?back`,
    });
    await followRedirects(send)(get());
    expect(requests.map(({ url }) => url.href)).toEqual([START, "https://b.example/", `${START}?back`]);
    expect(requests[2]?.headers).toEqual({ range: "bytes=5-" });
  });

  it("removes user, password and fragment of a Location", async () => {
    const { send, requests } = network({ [START]: "https://user:hunter2@b.example/1#top" });
    const { url } = await followRedirects(send)(get());
    expect([url.href, requests[1]?.url.href]).toEqual(["https://b.example/1", "https://b.example/1"]);
  });

  it("follows five redirects and not six", async () => {
    const chain = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, step) => [`https://a.example/${step}`, `/${step + 1}`]));
    const request = get({ url: new URL("https://a.example/0") });
    const five = network(chain(5));
    expect((await followRedirects(five.send)(request)).url.pathname).toBe("/5");
    const six = network(chain(6));
    await expect(followRedirects(six.send)(request)).rejects.toMatchObject({ code: "REDIRECT" });
    expect(six.requests).toHaveLength(6);
  });

  it.each([
    ["itself", { [START]: START }, /circle/],
    ["itself by another spelling", { [START]: "https://u:p@a.example/v2/x/blobs/1#again" }, /circle/],
    ["a circle", { [START]: "https://b.example/", "https://b.example/": START }, /circle/],
    ["plain HTTP", { [START]: "http://a.example/1?sig=1" }, /plain HTTP \(http:\/\/a\.example\/1\?sig=…\)/],
    ["a file", { [START]: "file:///etc/passwd" }, /not an HTTP address/],
    ["nonsense", { [START]: "http://[" }, /not an HTTP address/],
  ])("refuses to go to %s", async (_, locations, words) => {
    const { send } = network(locations);
    const error = await followRedirects(send)(get()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "REDIRECT", method: "GET", message: expect.stringMatching(words) });
  });

  it("refuses a redirect to nowhere", async () => {
    const { send } = fakeSend(() => ({ status: 307 }));
    await expect(followRedirects(send)(get())).rejects.toThrow("307 without a Location");
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"] as const)("does not follow a %s", async (method) => {
    const { send, requests } = network({ [START]: "/elsewhere" });
    expect((await followRedirects(send)(get({ method }))).status).toBe(307);
    expect(requests).toHaveLength(1);
  });

  it.each([300, 304, 305])("leaves %i to the caller", async (status) => {
    const { send } = network({ [START]: "/elsewhere" }, status);
    expect((await followRedirects(send)(get())).status).toBe(status);
  });

  it("follows a HEAD as a HEAD", async () => {
    const { send, requests } = network({ [START]: "/elsewhere" }, 303);
    await followRedirects(send)(get({ method: "HEAD" }));
    expect(requests.map(({ method }) => method)).toEqual(["HEAD", "HEAD"]);
  });
});
