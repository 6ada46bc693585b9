import { platformsKey } from "../oci/platform.ts";
import { formatReference } from "../oci/reference.ts";
import type { Desired } from "../plan/desired.ts";
import type { Held, Observed } from "../plan/observed.ts";
import type { Brought } from "./history.ts";

/**
 * What a destination holds that is trusted to be as it was brought. Undefined: it must be looked at, because something else is meant now,
 * or the source has moved since.
 */
export function believe(desired: Desired, brought: Brought, source: Observed["source"]): Held | undefined {
  const { digest, sourceDigest } = brought;
  const platforms = desired.platforms === "all" ? "all" : platformsKey(desired.platforms);
  if (brought.source !== formatReference(desired.source) || brought.platforms !== platforms) return undefined;
  if (sourceDigest === null || ("digest" in source && source.digest !== sourceDigest)) return undefined;
  if (desired.platforms !== "all") return { digest, origin: { digest: sourceDigest, platforms } };
  return digest === sourceDigest ? { digest } : undefined;
}
