import { describe, expect, it } from "vitest";
import { annotationBatches } from "../../../src/github/client/annotation-batches.ts";
import type { Annotation } from "../../../src/github/report/check-output.ts";

const ANNOTATION: Annotation = {
  path: ".github/mirror.yml",
  startLine: 3,
  endLine: 4,
  level: "failure",
  title: "Unknown key",
  message: "there is no key of that name",
};

describe("annotationBatches", () => {
  it.each([
    [0, []],
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
    [201, [50, 50, 50, 50, 1]],
  ])("makes of %i portions of %j", (count, sizes) => {
    const batches = annotationBatches(Array.from({ length: count }, () => ANNOTATION));
    expect(batches.map(({ length }) => length)).toEqual(sizes);
  });

  it("keeps the order", () => {
    const annotations = Array.from({ length: 60 }, (_, index) => ({ ...ANNOTATION, startLine: index }));
    const lines = annotationBatches(annotations).flat();
    expect(lines.map((line) => line.start_line)).toEqual(annotations.map(({ startLine }) => startLine));
  });

  it("speaks as GitHub does, of columns where there are some", () => {
    const plain = {
      path: ".github/mirror.yml",
      start_line: 3,
      end_line: 4,
      annotation_level: "failure",
      title: "Unknown key",
      message: "there is no key of that name",
    };
    expect(annotationBatches([ANNOTATION])).toEqual([[plain]]);
    const [[placed] = []] = annotationBatches([{ ...ANNOTATION, endLine: 3, startColumn: 1, endColumn: 5 }]);
    expect(placed).toEqual({ ...plain, end_line: 3, start_column: 1, end_column: 5 });
  });
});
