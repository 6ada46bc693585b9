import type { ImageReport, RunReport } from "../../reconcile/report.ts";
import { summarize } from "../../reconcile/summarize.ts";
import type { Look } from "../look/look.ts";

/** A report, and which of its images were seen at the destination. */
export interface Verified {
  readonly report: RunReport;
  /** Destinations. */
  readonly seen: readonly string[];
}

/**
 * Looks, as everybody may, whether what a job reports is there. What is private cannot be seen, and stays as reported; where something else
 * is seen, the image has failed, whatever the job says.
 */
export async function verifyImages(report: RunReport, look: Look, signal: AbortSignal): Promise<Verified> {
  const claims = report.images.flatMap((image) =>
    image.digest !== null && isThere(image) ? [{ destination: image.destination, digest: image.digest }] : [],
  );
  const views = await look(claims, signal);
  const seen = claims.filter(isSame).map(({ destination }) => destination);
  if (claims.every(({ destination }) => views.get(destination) !== "other")) return { report, seen };
  const images = report.images.map((image) =>
    isThere(image) && isOther(image) ? contradicted(image) : image,
  );
  const { mountedBytes, seconds, pulls } = report.summary;
  const totals = { mountedBytes, seconds, pulls: new Map(Object.entries(pulls)) };
  return { report: { ...report, images, summary: summarize(images, totals) }, seen };

  function isSame({ destination }: { readonly destination: string }): boolean {
    return views.get(destination) === "same";
  }

  function isOther({ destination }: ImageReport): boolean {
    return views.get(destination) === "other";
  }
}

function isThere({ result, action }: ImageReport): boolean {
  return result === "done" || (result === "skipped" && action === "up-to-date");
}

function contradicted(image: ImageReport): ImageReport {
  return {
    ...image,
    result: "failed",
    error: {
      code: "DIGEST_MISMATCH",
      side: "destination",
      message: `the job reported ${image.digest}, and the registry has something else there`,
      remedy: "Run it again. If it stays so, somebody else writes this tag.",
    },
  };
}
