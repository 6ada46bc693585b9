import { formatReference } from "../../src/oci/reference.ts";
import type { Desired } from "../../src/plan/desired.ts";
import type { Brought, History } from "../../src/reconcile/history.ts";
import type { RunReport } from "../../src/reconcile/report.ts";

/** What is known after a run. Trusted are all images, or as `isTrusted` says. */
export function historyAfter(
  { images }: RunReport,
  {
    isTrusted = () => true,
    platforms = "all",
  }: { isTrusted?: (desired: Desired) => boolean; platforms?: string } = {},
): History {
  const all = images.flatMap(({ source, destination, sourceDigest, digest }): readonly Brought[] =>
    digest ? [{ source, destination, sourceDigest, digest, platforms }] : [],
  );
  const byDestination = new Map(all.map((image) => [image.destination, image]));
  const last = ({ destination }: Desired) => byDestination.get(formatReference(destination));
  return { last, isTrusted: (desired) => last(desired) !== undefined && isTrusted(desired), all };
}
