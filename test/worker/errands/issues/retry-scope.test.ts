import { describe, expect, it } from "vitest";
import type { Run } from "../../../../src/jobs/run.ts";
import { retryScope } from "../../../../src/worker/errands/issues/retry-scope.ts";
import { carriedByApp, image, report } from "../../../cli/reports.ts";
import { runOf } from "../../runs.ts";

const [A, B] = ["docker.io/library/a:1", "docker.io/library/b:1"];

const run = (changes: Partial<Run>) => runOf({ state: "concluded", ...changes });
const failed = (source: string, scope: readonly string[] = []) => {
  const images = [image({ result: "failed", source, destination: source.replace("docker", "ghcr") })];
  return run({ conclusion: "failure", scope, published: carriedByApp(report(images, { failed: 1 })) });
};
const fine = run({ conclusion: "success", published: carriedByApp(report([])) });
const nothing = (scope: readonly string[] = []) => run({ conclusion: "failure", scope });
const cancelled = (scope: readonly string[] = []) =>
  run({ conclusion: "cancelled", cancelledBy: "ann", scope });
const superseded = run({ conclusion: "cancelled" });

describe("retryScope", () => {
  it.each<[string, readonly Run[], readonly string[] | undefined]>([
    ["no run", [], undefined],
    ["all is well", [fine, failed(A)], undefined],
    ["an image failed", [failed(A), fine], [A]],
    ["a run came to nothing", [nothing(), failed(A)], []],
    ["a run of a part came to nothing", [nothing([B]), fine], [B]],
    ["somebody cancelled it", [cancelled(), fine], []],
    ["somebody cancelled a part, after a failure", [cancelled([B]), failed(A)], [A, B]],
    ["two were cancelled", [cancelled([A]), cancelled([B]), fine], [A, B]],
    ["what was cancelled was carried out later", [fine, cancelled()], undefined],
    ["one gave way to another", [superseded, fine], undefined],
    ["one gave way to another, and nothing came of that", [superseded, cancelled([A]), fine], [A]],
  ])("%s", (_, runs, expected) => {
    expect(retryScope(runs)).toEqual(expected);
  });
});
