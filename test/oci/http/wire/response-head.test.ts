import { describe, expect, it } from "vitest";
import { parseResponseHead } from "../../../../src/oci/http/wire/response-head.ts";

describe("parseResponseHead", () => {
  it.each([
    ["HTTP/1.1 200 OK\r\ncontent-length: 5", { kind: "length", bytes: 5 }, true],
    ["HTTP/1.1 200\r\nContent-Length:0", { kind: "length", bytes: 0 }, true],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked", { kind: "chunked" }, true],
    ["HTTP/1.1 200 OK\r\nServer: x", { kind: "until-close" }, false],
    ["HTTP/1.0 200 OK\r\nContent-Length: 5", { kind: "length", bytes: 5 }, false],
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive, Close",
      { kind: "length", bytes: 5 },
      false,
    ],
    ["HTTP/1.1 204 No Content\r\nX: y", { kind: "length", bytes: 0 }, true],
    ["HTTP/1.1 100 Continue", { kind: "length", bytes: 0 }, true],
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5", { kind: "length", bytes: 5 }, true],
  ])("%j ends with %j", (text, body, keepsAlive) => {
    expect(parseResponseHead(text)).toMatchObject({ body, keepsAlive });
  });

  it("reads fields by lower-case name, repeated ones as an array", () => {
    const { status, headers } = parseResponseHead(
      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nwww-authenticate:  Bearer realm=x \r\nLocation: a:b\r\nEmpty:",
    );
    expect(status).toBe(401);
    expect({ ...headers }).toEqual({
      "www-authenticate": ["Basic", "Bearer realm=x"],
      location: "a:b",
      empty: "",
    });
  });

  it("keeps fields that are named like an object's own", () => {
    const { headers } = parseResponseHead(
      "HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 0",
    );
    expect(Object.entries(headers)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
      ["content-length", "0"],
    ]);
  });

  it.each([
    ["", "status line"],
    ["HTTP/2 200", "status line"],
    ["HTTP/1.1 20 OK", "status line"],
    ["HTTP/1.1 2000 OK", "status line"],
    ["HTTP/1.1 200 OK\r\nno colon", "header field"],
    ["HTTP/1.1 200 OK\r\n folded: x", "header field"],
    ["HTTP/1.1 200 OK\r\nname : x", "header field"],
    ["HTTP/1.1 200 OK\r\nContent-Length: -1", "length"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 1e3", "length"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999", "length"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2", "length"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 1, 1", "length"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked", "chunked"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked", "coding"],
  ])("refuses %j", (text, word) => {
    expect(() => parseResponseHead(text)).toThrow(word);
  });
});
