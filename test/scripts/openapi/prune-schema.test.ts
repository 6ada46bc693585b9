import { describe, expect, it } from "vitest";
import { closeSchema } from "../../../scripts/openapi/close-schema.ts";
import { neededSchemas, pruneSchema } from "../../../scripts/openapi/prune-schema.ts";

describe("pruneSchema", () => {
  it.each([
    [{ type: "string", description: "a", example: "b", "x-c": 1, default: "d" }, { type: "string" }],
    [{ type: "string", nullable: true }, { type: ["string", "null"] }],
    [
      { type: "string", nullable: true, enum: ["a"] },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    [
      { nullable: true, $ref: "#/components/schemas/x" },
      { anyOf: [{ $ref: "#/$defs/x" }, { type: "null" }] },
    ],
    [
      { properties: { description: { type: "string", title: "t" }, nullable: { type: "boolean" } } },
      { properties: { description: { type: "string" }, nullable: { type: "boolean" } } },
    ],
    [
      { required: ["description"], enum: [{ title: 1 }] },
      { required: ["description"], enum: [{ title: 1 }] },
    ],
    [{ allOf: [{ title: "t", type: "object" }] }, { allOf: [{ type: "object" }] }],
  ])("makes of %j", (schema, expected) => {
    expect(pruneSchema(schema)).toEqual(expected);
  });
});

describe("neededSchemas", () => {
  it("follows references, also in circles", () => {
    const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const all = { c: { type: "string" }, b: { items: reference("a") }, a: { not: reference("b") }, d: {} };
    expect(neededSchemas({ $ref: "#/$defs/a" }, all)).toEqual({
      a: { not: { $ref: "#/$defs/b" } },
      b: { items: { $ref: "#/$defs/a" } },
    });
  });
});

describe("closeSchema", () => {
  const open = { properties: { a: { type: "string" } } };
  const closed = { additionalProperties: false, ...open };

  it.each([
    [open, closed],
    [
      { ...open, additionalProperties: true },
      { ...open, additionalProperties: true },
    ],
    [{ properties: { b: open } }, { additionalProperties: false, properties: { b: closed } }],
    [{ items: open }, { items: closed }],
    [{ oneOf: [open, { type: "string" }] }, { oneOf: [closed, { type: "string" }] }],
    [
      { ...open, anyOf: [{ properties: {} }] },
      { ...closed, anyOf: [{ properties: {} }] },
    ],
    [{ $ref: "#/$defs/known" }, closed],
  ])("makes of %j", (schema, expected) => {
    expect(closeSchema(schema, { known: open })).toEqual(expected);
  });
});
