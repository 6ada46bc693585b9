import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "..", name), "utf8");
const manifest = JSON.parse(read("package.json"));
const lock = JSON.parse(read("package-lock.json"));
const KINDS = ["dependencies", "devDependencies", "optionalDependencies"];

describe("package.json", () => {
  it.each(KINDS)("pins exact versions of its %s", (kind) => {
    const loose = Object.entries(manifest[kind]).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(`${version}`),
    );
    expect(loose).toEqual([]);
  });

  it("depends on what src imports, and on nothing else", () => {
    const packages = sourceFiles("src").flatMap(({ text }) =>
      [...text.matchAll(/\bfrom "([^".][^":]*)"/g)].map(([, name]) => packageOf(name ?? "")),
    );
    expect([...new Set(packages)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it("sets itself up before whatever a person runs first", () => {
    for (const name of ["start", "demo", "mirror", "test", "check", "bench", "bench:app"]) {
      expect(manifest.scripts[`pre${name}`]).toBe("node scripts/setup.js");
    }
  });
});

describe("package-lock.json", () => {
  it("agrees with package.json", () => {
    const { "": root } = lock.packages;
    for (const key of [...KINDS, "name", "version", "license", "bin", "engines"]) {
      expect(root[key]).toEqual(manifest[key]);
    }
  });

  it("knows what each platform needs, or `npm ci` would refuse it", () => {
    const wanted = Object.values<Record<string, object>>(lock.packages).flatMap((entry) =>
      Object.keys(entry["optionalDependencies"] ?? {}),
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((name) => !(`node_modules/${name}` in lock.packages))).toEqual([]);
  });

  it("holds no addresses to download from", () => {
    const fetched = Object.entries<Record<string, unknown>>(lock.packages).filter(([path]) => path !== "");
    expect(fetched.length).toBeGreaterThan(0);
    expect(fetched.filter(([, entry]) => "resolved" in entry).map(([path]) => path)).toEqual([]);
    expect(fetched.filter(([, entry]) => !("integrity" in entry)).map(([path]) => path)).toEqual([]);
  });
});

/** `@scope/name` of `@scope/name/part`. */
function packageOf(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
