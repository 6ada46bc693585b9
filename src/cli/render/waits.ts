import type { RunReport } from "../../reconcile/report.ts";
import { waitsOf } from "../../reconcile/waits-of.ts";
import { count } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { Style } from "./style.ts";

/** What waits for pulls, by registry: until when, why, and what to do. */
export function renderWaits({ images, pullLimits }: RunReport, style: Style): string[] {
  const waits = waitsOf(images);
  if (waits.length === 0) return [];
  const ofAddress = new Set(
    pullLimits.filter(({ countedBy }) => countedBy === "address").map(({ registry }) => registry),
  );
  return [
    ...waits.flatMap(({ registry, images: waiting, why, until }) => {
      const verb = waiting === 1 ? "waits" : "wait";
      const when = until === undefined ? "" : ` until ${time(until)}`;
      return [
        "",
        style("change", `${count(waiting, "image")} ${verb} for pulls${when}:`),
        `  ${printable(why)}`,
        ...(ofAddress.has(registry)
          ? [`  An account may have more: docker login ${printable(registry)}`]
          : []),
      ];
    }),
    `Run the same command again ${waits.every(({ until }) => until !== undefined) ? "then" : "later"}; what has arrived is not moved again.`,
  ];
}

/** ISO 8601, to the second. */
function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
