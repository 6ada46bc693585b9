import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const script = join(import.meta.dirname, "../../scripts/count-tests.js");
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "count-tests-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A test file as vitest's JSON reporter describes it. */
const file = (status: "passed" | "failed", ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

it.each([
  [[file("passed", "passed", "passed")], "2 passed, 0 failed, 0 skipped"],
  [[file("failed", "passed", "failed"), file("passed", "skipped", "todo")], "1 passed, 1 failed, 2 skipped"],
  // A file that cannot be loaded, or whose hooks fail.
  [[file("failed"), file("failed", "passed")], "1 passed, 2 failed, 0 skipped"],
  [[], "0 passed, 0 failed, 0 skipped"],
])("counts %j", async (testResults, expected) => {
  const results = join(folder, "results.json");
  await writeFile(results, JSON.stringify({ testResults }));
  const { stdout, status } = spawnSync(process.execPath, [script, results], { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: `${expected}\n`, status: 0 });
});
