import type { RunReport } from "../../reconcile/report.ts";
import { count } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { Style } from "./style.ts";

/** How many tags the searches of a config select, entry by entry, where they leave any. `file` is the config, which `tags` explains. */
export function renderLeftOut(
  selections: RunReport["selections"] = [],
  file: string,
  style: Style,
): string[] {
  const leaving = selections.filter(({ available, selected }) => selected < available);
  if (leaving.length === 0) return [];
  return [
    "",
    style("strong", `Selected by search (why not the others: ghcr-mirror tags ${printable(file)}):`),
    ...leaving.map(
      ({ source, available, selected }) =>
        `  ${printable(source)}: ${selected} of ${count(available, "tag")}`,
    ),
  ];
}
