import { describe, expect, it } from "vitest";
import { judgeRemovals } from "../../../src/action/remove/judge-removals.ts";
import type { PackageVersion } from "../../../src/action/remove/list-versions.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import { digest } from "../../cli/reports.ts";

const A = digest("a");
const B = digest("b");
const C = digest("c");

/** Versions by their digests' letters, with their tags: `a: ["1", "1.0"]`. */
type Tags = Readonly<Record<string, readonly string[]>>;
/** By letters, too: `b: "a"` for B that refers to A. */
type References = Readonly<Record<string, string>>;

function judge(
  unwanted: Readonly<Record<string, Digest>>,
  tags: Tags,
  references: References = {},
  selected: readonly string[] = [],
) {
  const versions = Object.entries(tags).map(
    ([letter, tags]): PackageVersion => ({
      url: new URL(`https://x/${letter}`),
      digest: digest(letter),
      tags,
    }),
  );
  const { doomed, kept } = judgeRemovals(
    Object.entries(unwanted).map(([tag, digest]) => ({ tag, digest })),
    {
      versions,
      references: new Map(
        Object.entries(references).map(([from, to]) => [digest(from), new Set([...to].map(digest))]),
      ),
      isMeant: ({ tag }) => selected.includes(tag),
    },
  );
  return { doomed: doomed.map(({ url }) => url.pathname.slice(1)), kept: Object.fromEntries(kept) };
}

describe("judgeRemovals", () => {
  it.each<
    [what: string, unwanted: Record<string, Digest>, tags: Tags, references: References, doomed: string[]]
  >([
    ["what nothing needs", { 1: A }, { a: ["1"], b: ["2"] }, {}, ["a"]],
    ["a version with all of its tags", { 1: A, "1.0": A }, { a: ["1", "1.0"] }, {}, ["a"]],
    ["what only untagged versions hold", { 1: A }, { a: ["1"], b: [] }, { b: "a" }, ["a"]],
    [
      "an index, with the image in it",
      { 1: A, amd64: B },
      { a: ["1"], b: ["amd64"] },
      { a: "b" },
      ["a", "b"],
    ],
    [
      "an image with the artifact about it",
      { 1: A, sbom: B },
      { a: ["1"], b: ["sbom"], c: ["2"] },
      { b: "a" },
      ["a", "b"],
    ],
    [
      "an image with the tag of its referrers",
      { 1: A, [A.replace(":", "-")]: B },
      { a: ["1"], b: [A.replace(":", "-")] },
      {},
      ["a", "b"],
    ],
    ["two that hold each other", { 1: A, 2: B }, { a: ["1"], b: ["2"] }, { a: "b", b: "a" }, ["a", "b"]],
  ])("lets go of %s", (_, unwanted, tags, references, doomed) => {
    expect(judge(unwanted, tags, references)).toEqual({ doomed, kept: {} });
  });

  it.each<[why: string, unwanted: Record<string, Digest>, tags: Tags, references: References]>([
    ["GitHub lists no such tag: it is gone already", { 1: A }, { a: ["2"] }, {}],
    [`it has changed since it was brought, to ${B}`, { 1: A }, { a: [], b: ["1"] }, {}],
    ["the config means it", { selected: A }, { a: ["selected"] }, {}],
    ["it is also tagged 1.0", { 1: A }, { a: ["1", "1.0"] }, {}],
    ["it is also tagged selected", { 1: A, selected: A }, { a: ["1", "selected"] }, {}],
    ["2 refers to it", { 1: A }, { a: ["1"], b: ["2"] }, { b: "a" }],
    ["2 refers to it", { 1: A }, { a: ["1"], b: ["2"], c: ["3"] }, { c: "b", b: "ca" }],
    [
      `signatures or other artifacts refer to it, under sha256-${"a".repeat(64)}`,
      { 1: A },
      { a: ["1"], b: [A.replace(":", "-")] },
      {},
    ],
    [
      `signatures or other artifacts refer to it, under sha256-${"a".repeat(64)}.sig`,
      { 1: A },
      { a: ["1"], b: [`${A.replace(":", "-")}.sig`] },
      {},
    ],
  ])("keeps, for %s", (why, unwanted, tags, references) => {
    const { doomed, kept } = judge(unwanted, tags, references, ["selected"]);
    expect(doomed).toEqual([]);
    expect(kept["1"] ?? kept["selected"]).toBe(why);
  });

  it("keeps what is needed by what is kept, however far away", () => {
    const tags = { a: ["1"], b: ["2"], c: ["3", "latest"], d: ["4"] };
    const unwanted = { 1: A, 2: B, 3: C, 4: digest("d") };
    expect(judge(unwanted, tags, { c: "b", b: "a" })).toEqual({
      doomed: ["d"],
      kept: { 3: "it is also tagged latest", 2: "3 refers to it", 1: "2 refers to it" },
    });
  });

  it("takes no tag for that of referrers that only begins like one", () => {
    const tag = `${A.replace(":", "-")}f`;
    expect(judge({ 1: A }, { a: ["1"], b: [tag] }).doomed).toEqual(["a"]);
  });
});
