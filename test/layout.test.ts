import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files.ts";

const FOLDERS = ["bench", "bin", "sandbox", "scripts", "src", "test"];
const src = sourceFiles("src");
const all = FOLDERS.flatMap(sourceFiles);

const lengthOf = ({ text }: { readonly text: string }) => text.split("\n").length - 1;

describe("the layout", () => {
  it("reads the environment in one place", () => {
    const readers = src.filter(({ text }) => /\bprocess\??\.env\b|\benv\b[^;]*\}\s*=\s*process\b/.test(text));
    expect(readers.map(({ path }) => path)).toEqual(["src/env.ts"]);
  });

  it("has no long files", () => {
    const long = all.filter((file) => lengthOf(file) > 500).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it("keeps the files of src short", () => {
    const lengths = src.map(lengthOf).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(100);
  });

  it("has no names that say nothing", () => {
    const nothing = /(?:^|\/)(?:utils?|helpers?|managers?|services?|misc|common)(?:\/|(?:\.test)?\.[tj]s$)/;
    expect(all.filter(({ path }) => nothing.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it("names files in kebab-case", () => {
    const odd = all.filter(
      ({ path }) => !/^(?:[a-z\d]+(?:-[a-z\d]+)*\/)+[a-z\d]+(?:-[a-z\d]+)*(?:\.test|\.d)?\.[tj]s$/.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});
