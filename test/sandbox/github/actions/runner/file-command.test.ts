import { describe, expect, it } from "vitest";
import { parseFileCommand } from "../../../../../sandbox/github/actions/runner/file-command.ts";

describe("what steps write to $GITHUB_OUTPUT", () => {
  it.each<[string, Record<string, string>]>([
    ["", {}],
    ["a=1\n", { a: "1" }],
    ["a=1\r\nb=\n\nc==d=e", { a: "1", b: "", c: "=d=e" }],
    ["a<<END\none\n\ntwo\nEND\nb=2\n", { a: "one\n\ntwo", b: "2" }],
    ["a<<END\nEND", { a: "" }],
    ["a<<x=y\nx<<y\nx=y", { a: "x<<y" }],
    ["a=<<END", { a: "<<END" }],
    ["a=1\na=2", { a: "2" }],
  ])("%j is %j", (text, values) => {
    expect(Object.fromEntries(parseFileCommand(text))).toEqual(values);
  });

  it.each([
    ["nonsense", "Invalid format 'nonsense'"],
    ["=1", "Invalid format '=1'"],
    ["a<<", "Invalid format 'a<<'"],
    ["a<<END\none\nEND ", "Matching delimiter not found 'END'"],
  ])("%j is refused", (text, message) => {
    expect(() => parseFileCommand(text)).toThrow(message);
  });
});
