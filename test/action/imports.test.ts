import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "../source-files.ts";

const sources = new Map(sourceFiles("src").map(({ path, text }) => [path, text]));

/** What the job begins with, and what that loads when it is its turn. */
const ENTRIES = ["src/cli.ts", "src/cli/run-job.ts", "src/action/run-job.ts", "src/action/say-failure.ts"];

/** What a module loads: with `import()` only within the engine, for what else the command line loads later is not for a job. */
function loadsOf(path: string): string[] {
  const text = sources.get(path) ?? "";
  const statements =
    /^\s*(?:import|export)\b(?!\s+type\b)[^"';]*?\bfrom\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(statements)].flatMap(([, from, bare, dynamic]) =>
    dynamic !== undefined && path.startsWith("src/cli") ? [] : [from ?? bare ?? dynamic ?? ""],
  );
}

function loadedFrom(entries: readonly string[]) {
  const [files, packages] = [new Set(entries), new Set<string>()];
  for (const path of files) {
    for (const name of loadsOf(path)) {
      if (name.startsWith(".")) files.add(posix.join(posix.dirname(path), name));
      else if (!name.startsWith("node:")) packages.add(name.split("/")[0] ?? "");
    }
  }
  return { files, packages };
}

describe("the job", () => {
  const { files, packages } = loadedFrom(ENTRIES);

  it("needs no packages but those that the action installs", () => {
    expect([...packages].sort()).toEqual(["cron-parser", "re2js", "semver", "undici", "yaml"]);
  });

  it("loads what there is, the engine among it, and nothing of the App", () => {
    const missing = [...files].filter((path) => path.startsWith("src/") && !sources.has(path));
    expect(missing).toEqual([]);
    expect(files).toContain("src/reconcile/run.ts");
    expect(
      [...files].filter((path) => /^src\/(?:jobs|server|worker|observe|github\/client)\//.test(path)),
    ).toEqual([]);
  });
});
