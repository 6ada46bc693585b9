import { describe, expect, it } from "vitest";
import { covers } from "../../../src/config/edit/covers.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";

function entryOf(tags: string, exclude = "") {
  const { config, problems } = parseConfig(
    `version: 1\nmirrors:\n  - { source: redis, tags: [${tags}], exclude: [${exclude}] }\n`,
  );
  const [entry] = config?.entries ?? [];
  if (!entry) throw new Error(problems[0]?.message);
  return entry;
}

describe("an entry", () => {
  it.each<[tags: string, isCovered: boolean]>([
    ["'7'", true],
    ["'8', '7'", true],
    ["'70'", false],
    ["7*", true],
    ["{ glob: 7* }", true],
    ["{ regex: '\\d' }", true],
    ["{ regex: '\\d\\d' }", false],
    // Which are the newest, and which tags of a range there are, only the registry knows.
    ["{ glob: 7*, latest: 5 }", false],
    ["{ semver: ^7 }", false],
  ])("with %s covers the tag 7: %s", (tags, isCovered) => {
    expect(covers(entryOf(tags), { kind: "exact", tag: "7" })).toBe(isCovered);
  });

  it("covers no tag that it excludes", () => {
    expect(covers(entryOf("7*", "7-rc*"), { kind: "exact", tag: "7-rc1" })).toBe(false);
  });

  it("covers a rule that it has itself", () => {
    const entry = entryOf("{ semver: ^7, latest: 5 }");
    expect(entry.selection.every((rule) => covers(entry, rule))).toBe(true);
    expect(
      covers(entryOf("{ semver: ^7, latest: 6 }"), entry.selection[0] ?? { kind: "exact", tag: "" }),
    ).toBe(false);
  });
});
