import { describe, expect, it } from "vitest";
import { selectNamed } from "../../bench/select-named.ts";

const select = (names: readonly string[]) => selectNamed(["a", "b", "c"], (item) => item, names);

describe("selectNamed", () => {
  it("takes everything when nothing is named", () => expect(select([])).toEqual(["a", "b", "c"]));
  it("keeps its own order", () => expect(select(["c", "a"])).toEqual(["a", "c"]));
  it("says what there is", () => expect(() => select(["d"])).toThrow('There is no "d"; there is a, b, c'));
});
