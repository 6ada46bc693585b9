import type { RunReport, SelectionReport } from "../../../reconcile/report.ts";
import { count } from "../../../text/count.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, prose } from "./markdown.ts";

/** What the searches of each entry select of its source's tags, and why not the others, folded. */
export function selectionFold(selections: RunReport["selections"] = []): LongPart {
  const selected = selections.reduce((sum, one) => sum + one.selected, 0);
  const available = selections.reduce((sum, one) => sum + one.available, 0);
  return fold(`${selected} of ${count(available, "tag")} selected where entries search`, {
    head: "",
    rows: selections.flatMap(rowsOf),
    more: (missing) => `- … and ${missing} more lines`,
  });
}

function rowsOf({ source, line, available, selected, left }: SelectionReport): readonly string[] {
  const place = line === undefined ? "" : ` (line ${line})`;
  return [
    `- ${code(source)}${place}: ${selected} of ${count(available, "tag")}`,
    ...left.map(({ why, count: amount, examples }) => {
      const names = [...examples.map(code), ...(amount > examples.length ? ["…"] : [])];
      return `  - ${amount}: ${prose(why)} (${names.join(", ")})`;
    }),
  ];
}
