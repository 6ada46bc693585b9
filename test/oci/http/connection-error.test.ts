import { errors } from "undici";
import { describe, expect, it } from "vitest";
import { RegistryError } from "../../../src/oci/error.ts";
import { connectionError } from "../../../src/oci/http/connection-error.ts";

const ASKED = new URL("https://user:hunter2@ghcr.io/v2/?sig=abc");

function system(code: string, syscall?: string, message = `${syscall} ${code}`): Error {
  return Object.assign(new Error(message), { code, ...(syscall && { syscall }) });
}

describe("connectionError", () => {
  it.each([
    [system("ENOTFOUND", "getaddrinfo"), "UNREACHABLE"],
    [system("EAI_AGAIN", "getaddrinfo"), "UNREACHABLE"],
    [system("ECONNREFUSED", "connect"), "UNREACHABLE"],
    [system("EHOSTUNREACH", "connect"), "UNREACHABLE"],
    [system("ETIMEDOUT", "connect"), "UNREACHABLE"],
    [new errors.ConnectTimeoutError("Connect Timeout Error"), "UNREACHABLE"],
    [
      new AggregateError([system("ECONNREFUSED", "connect"), system("ENETUNREACH", "connect")]),
      "UNREACHABLE",
    ],
    [system("ETIMEDOUT", "read"), "TIMEOUT"],
    [new errors.HeadersTimeoutError(), "TIMEOUT"],
    [new errors.BodyTimeoutError(), "TIMEOUT"],
    [system("ECONNRESET", "read"), "INTERRUPTED"],
    [system("EPIPE", "write"), "INTERRUPTED"],
    [new errors.SocketError("other side closed"), "INTERRUPTED"],
    [new errors.ResponseContentLengthMismatchError(), "INTERRUPTED"],
    [new errors.HTTPParserError("Response does not match (Invalid EOF state)"), "INTERRUPTED"],
    [new errors.HTTPParserError("Response does not match (Expected HTTP/)"), "MALFORMED"],
    [system("ERR_FRAMING"), "MALFORMED"],
    [new errors.HeadersOverflowError(), "TOO_LARGE"],
    [system("EPROTO", "write"), "TLS"],
    [system("ERR_SSL_WRONG_VERSION_NUMBER"), "TLS"],
    [system("ERR_TLS_CERT_ALTNAME_INVALID"), "TLS"],
    [system("CERT_HAS_EXPIRED"), "TLS"],
    [system("DEPTH_ZERO_SELF_SIGNED_CERT", undefined, "self-signed certificate"), "TLS"],
    [system("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "TLS"],
    ["a text", "INTERRUPTED"],
  ])("takes %s for %s", (cause, code) => {
    const error = connectionError(cause, "GET", ASKED);
    expect(error).toMatchObject({ code, method: "GET", url: "https://ghcr.io/v2/?sig=…", cause });
    expect(error.message).toMatch(/^GET https:\/\/ghcr\.io\/v2\/\?sig=…: [^\n]+$/);
  });

  it("finds what is behind a wrapped failure", () => {
    const cause = new TypeError("fetch failed", { cause: system("ECONNREFUSED", "connect") });
    expect(connectionError(cause, "GET", ASKED).message).toContain("cannot connect: connect ECONNREFUSED");
  });

  it("makes one line of what OpenSSL says, and does not repeat at length what a peer's certificate says", () => {
    const words = `C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number\n${"DNS:x, ".repeat(500)}`;
    const { message } = connectionError(system("EPROTO", "write", words), "GET", ASKED);
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(600);
  });

  it("leaves an error that is understood already as it is", () => {
    const error = new RegistryError("TOO_LARGE", "x");
    expect(connectionError(error, "GET", ASKED)).toBe(error);
  });
});
