import type { ImageReport, ReportedError } from "../reconcile/report.ts";
import { hideAddresses } from "./hide-addresses.ts";

/**
 * An image's report as anybody may read it who reads the repository: with the registry's name where an error speaks of the place that it
 * is known by, and with what `remedyOf` says those can do who read it.
 */
export function retell(
  image: ImageReport,
  endpoints: ReadonlyMap<string, URL>,
  remedyOf: (error: ReportedError) => string | undefined,
): ImageReport {
  const { error } = image;
  if (!error) return image;
  const tell = (text: string) => hideAddresses(text, endpoints);
  const remedy = remedyOf(error);
  return {
    ...image,
    reason: tell(image.reason),
    error: { ...error, message: tell(error.message), ...(remedy !== undefined && { remedy }) },
  };
}
