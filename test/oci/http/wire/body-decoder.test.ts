import { describe, expect, it } from "vitest";
import { decoderFor } from "../../../../src/oci/http/wire/body-decoder.ts";
import type { Framing } from "../../../../src/oci/http/wire/response-head.ts";

/** Decodes `text`, given in pieces of `step` bytes. */
function decode(framing: Framing, text: string, step: number) {
  const decoder = decoderFor(framing);
  const bytes = Buffer.from(text);
  let content = "";
  for (let at = 0; at < bytes.length; at += step) {
    for (const piece of decoder.decode(bytes.subarray(at, at + step))) content += piece.toString();
  }
  return { content, isDone: decoder.isDone };
}

describe.each([1, 2, 3, 7, 1000])("a body in pieces of %i bytes", (step) => {
  it.each([
    ["5\r\nhello\r\n0\r\n\r\n", "hello"],
    ["5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"],
    ["A;name=value\r\n0123456789\r\n000\r\n\r\n", "0123456789"],
    ["1\r\nx\r\n0\r\nTrailer: y\r\nOther: z\r\n\r\n", "x"],
    ["3\r\n\r\n\r\r\n0\r\n\r\n", "\r\n\r"],
    ["0\r\n\r\n", ""],
  ])("chunked %j is %j", (text, content) => {
    expect(decode({ kind: "chunked" }, text, step)).toEqual({ content, isDone: true });
  });

  it.each(["5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", ""])("chunked %j is not done", (text) => {
    expect(decode({ kind: "chunked" }, text, step).isDone).toBe(false);
  });

  it.each([
    ["x\r\n", "size"],
    ["-1\r\n", "size"],
    ["\r\n", "size"],
    ["fffffffffffffff\r\n", "size"],
    ["1\r\nxy\r\n", "longer"],
    ["0\r\n\r\nmore", "after the last"],
    [`${"0".repeat(2000)}\r\n`, "too long"],
  ])("refuses chunked %j", (text, word) => {
    expect(() => decode({ kind: "chunked" }, text, step)).toThrow(word);
  });

  it("counts a length", () => {
    expect(decode({ kind: "length", bytes: 5 }, "hello", step)).toEqual({ content: "hello", isDone: true });
    expect(decode({ kind: "length", bytes: 6 }, "hello", step).isDone).toBe(false);
    expect(() => decode({ kind: "length", bytes: 4 }, "hello", step)).toThrow("more bytes");
  });

  it("takes everything until the connection ends", () => {
    expect(decode({ kind: "until-close" }, "hello", step)).toEqual({ content: "hello", isDone: false });
  });
});

it("yields views on what it was given, not copies", () => {
  const bytes = Buffer.from("5\r\nhello\r\n");
  const [piece] = decoderFor({ kind: "chunked" }).decode(bytes);
  expect(piece?.buffer).toBe(bytes.buffer);
});
