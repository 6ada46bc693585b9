import type { ImageReport } from "../../reconcile/report.ts";
import { route } from "./failures.ts";
import type { Style } from "./style.ts";

/** What the sources no longer have, and the destinations keep. */
export function renderVanished(images: readonly ImageReport[], style: Style): string[] {
  const vanished = images.filter(({ isVanished }) => isVanished);
  if (vanished.length === 0) return [];
  return [
    "",
    style("strong", "Gone at the source, kept at the destination:"),
    ...vanished.map((image) => `  ${route(image)}`),
  ];
}
