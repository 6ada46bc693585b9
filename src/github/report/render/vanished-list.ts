import type { ImageReport } from "../../../reconcile/report.ts";
import type { LongPart } from "./fit-parts.ts";
import { code } from "./markdown.ts";

/** Images that their sources no longer have. */
export function vanishedList(images: readonly ImageReport[]): LongPart {
  return {
    head: "### Gone at the source\n",
    rows: images
      .filter(({ isVanished }) => isVanished)
      .map(({ source, destination }) => `- ${code(source)}: ${code(destination)} stays as it is`),
    more: (missing) => `- … and ${missing} more`,
  };
}
