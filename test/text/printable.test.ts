import { describe, expect, it } from "vitest";
import { printable, printableJson } from "../../src/text/printable.ts";

describe("printable", () => {
  it.each([
    ["plain text, ünïcode → 日本 🚀", "plain text, ünïcode → 日本 🚀"],
    ["\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"],
    ["one\ntwo\r\n\tthree\0", "one\\ntwo\\r\\n\\tthree\\x00"],
    ["\x9b31mred", "\\x9b31mred"],
    ["\u202egpj.exe\u2066", "\\u202egpj.exe\\u2066"],
    ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
    ["a\u2028b\u2029c", "a\\u2028b\\u2029c"],
    ["\ud800lone", "\\ud800lone"],
    ["\u{e0041}tag", "\\u{e0041}tag"],
    ["##[error]fake", "##\\[error]fake"],
  ])("shows %o and does not obey it", (text, shown) => expect(printable(text)).toBe(shown));
});

describe("printableJson", () => {
  it("escapes what JSON leaves raw, and changes no value", () => {
    const value = { message: "\x9b31m \u202e \u2028 \x1b[0m \n ##[x] 🚀 \u{e0041}" };
    const json = printableJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(json).toBe(
      '{\n  "message": "\\u009b31m \\u202e \\u2028 \\u001b[0m \\n ##[x] 🚀 \\udb40\\udc41"\n}',
    );
  });
});
