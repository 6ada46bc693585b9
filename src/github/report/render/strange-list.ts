import { shortDigest } from "../../../oci/digest.ts";
import type { ImageReport } from "../../../reconcile/report.ts";
import type { LongPart } from "./fit-parts.ts";
import { code } from "./markdown.ts";

/** Images that somebody else has changed, and that are left alone. */
export function strangeList(images: readonly ImageReport[]): LongPart {
  return {
    head: "### Changed by somebody else\n",
    rows: images
      .filter(({ isDrifted }) => isDrifted)
      .map(({ source, destination, digest }) => {
        const held = digest === null ? "" : ` holds ${code(shortDigest(digest))}, and`;
        const sync = code(`/mirror sync ${source}`);
        return `- ${code(destination)}${held} is left alone (\`on-drift: report\`): ${sync} brings what the source has`;
      }),
    more: (missing) => `- … and ${missing} more`,
  };
}
