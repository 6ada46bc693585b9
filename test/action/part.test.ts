import { describe, expect, it } from "vitest";
import { decodePart, encodePart, globFor, type Part, WHOLE } from "../../src/action/part.ts";
import { compileGlob } from "../../src/config/glob.ts";
import { InputError } from "../../src/workflow/input-error.ts";

const PART: Part = { index: 2, count: 5, only: ["docker.io/library/redis:7", "quay.io/a/b@sha256:0"] };

describe("a part", () => {
  it("goes through a matrix as a list of strings, with a name first", () => {
    expect(encodePart(PART)).toEqual(["2 of 4", ...PART.only]);
    expect(decodePart(JSON.stringify(encodePart(PART), undefined, 2))).toEqual(PART);
  });

  it("is the whole where none is named", () => {
    expect(decodePart(undefined)).toEqual(WHOLE);
  });

  it.each([
    "x",
    "{}",
    "[]",
    '["2 of 4"]',
    '["0 of 4", "a"]',
    '["5 of 4", "a"]',
    '["2 of 4", 1]',
    '["two", "a"]',
    '["1 of 99999", "a"]',
  ])("is refused as %s", (text) => {
    expect(() => decodePart(text)).toThrow(InputError);
  });
});

describe("globFor", () => {
  it.each([
    "docker.io/library/redis:7.2-alpine",
    `ghcr.io/a/b:1@sha256:${"0".repeat(64)}`,
    "[::1]:5000/app:1",
  ])("matches %s", (source) => {
    const matches = compileGlob(globFor(source));
    expect(matches(source)).toBe(true);
    expect(matches(`${source}0`)).toBe(false);
  });
});
