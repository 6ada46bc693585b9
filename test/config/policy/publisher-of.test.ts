import { describe, expect, it } from "vitest";
import { publisherOf } from "../../../src/config/policy/publisher-of.ts";
import { layerOf } from "./layer-of.ts";

describe("the publisher in force", () => {
  it("is the organization's", () => {
    const layers = [layerOf("own"), layerOf("organization", "publisher: { mode: app }")];
    expect(publisherOf(layers)).toMatchObject({ mode: "app", repository: undefined });
  });

  it.each([[[]], [[layerOf("organization")]], [[layerOf("destination", "publisher: { mode: app }")]]])(
    "is not told",
    (layers) => {
      expect(publisherOf(layers)).toBeUndefined();
    },
  );
});
