import { expect, it } from "vitest";
import { renderTable, tableOf } from "../../../bench/app/table.ts";

it("renders figures as Markdown", () => {
  expect(renderTable(tableOf([{ what: "wall", value: "1 s" }]))).toBe(
    "|  |  |\n| --- | --- |\n| wall | 1 s |\n",
  );
});
