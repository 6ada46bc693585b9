import type { Config } from "../config/config.ts";
import { platformsKey } from "../oci/platform.ts";
import type { Place } from "../plan/destination.ts";
import type { ImageReport } from "../reconcile/report.ts";
import { findEntry } from "./errands/packages/find-entry.ts";

/**
 * Says for which platforms images are brought: `all`, or as `platformsKey` writes them; null where the config is not known. Undefined: no
 * entry means it, whatever a report says.
 */
export function platformsOf(
  config: Config | undefined,
  place: Place,
): (image: Pick<ImageReport, "source" | "destination">) => string | null | undefined {
  return (image) => {
    if (!config) return null;
    const { platforms } = findEntry(config, image, place) ?? {};
    return platforms === undefined || platforms === "all" ? platforms : platformsKey(platforms);
  };
}
