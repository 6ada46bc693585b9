import { anonymous } from "../../oci/auth/credential.ts";
import { hasCode, RegistryError } from "../../oci/error.ts";
import type { RetryPolicy } from "../../oci/http/retry.ts";
import { ReferenceError as BadReference, parseReference } from "../../oci/reference.ts";
import { headManifest } from "../../oci/registry/manifests.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import { mapBounded } from "../../reconcile/map-bounded.ts";
import { createRegistries, type Registries, type RegistriesOptions } from "../../reconcile/registries.ts";
import { packageOf } from "../package-of.ts";
import type { Claim, Look, View } from "./look.ts";

/** Packages looked at at the same time. */
const CONCURRENCY = 8;
/** Images looked at at most, for one run must not use up what a registry allows in a minute. */
const MOST_LOOKS = 500;
/** Milliseconds for all of it. What was not seen by then stays unknown. */
const PATIENCE = 60_000;
/** It is not worth a long wait. */
const RETRY: RetryPolicy = { attempts: 2, firstWait: 500, longestWait: 2_000, patience: 5_000 };

/** What {@link lookAnonymously} stands on. */
export interface LookOptions extends Pick<RegistriesOptions, "endpoints" | "clock" | "guard" | "proxyFor"> {
  /** The one registry that is asked, whatever is claimed of others: `ghcr.io`. */
  readonly registry: string;
}

/** A {@link Look} by `HEAD` requests without a credential, one for each image of a public package and one for a private package. */
export function lookAnonymously({ registry, ...options }: LookOptions): Look {
  return async (claims, signal) => {
    const views = new Map<string, View>(claims.map(({ destination }) => [destination, "unknown"]));
    const late = AbortSignal.timeout(PATIENCE);
    const packages = Map.groupBy(claims.slice(0, MOST_LOOKS), ({ destination }) => packageOf(destination));
    await using registries = createRegistries({
      ...options,
      keychain: anonymous,
      concurrency: CONCURRENCY,
      retry: RETRY,
    });
    await mapBounded([...packages.values()], CONCURRENCY, (images) =>
      lookAtPackage(images, { registries, registry, signal: AbortSignal.any([signal, late]), views }),
    );
    signal.throwIfAborted();
    return views;
  };
}

interface Looking {
  readonly registries: Registries;
  readonly registry: string;
  readonly signal: AbortSignal;
  readonly views: Map<string, View>;
}

/** One after the other, and no further than to the first that is hidden, as all of the package are. */
async function lookAtPackage(claims: readonly Claim[], { registries, registry, signal, views }: Looking) {
  for (const claim of claims) {
    const place = placeOf(claim, registry);
    if (!place || signal.aborted) continue;
    const view = await lookAt(
      registries.get(registry).source(place.repository),
      place.reference,
      claim,
      signal,
    );
    if (view === "hidden") {
      for (const { destination } of claims) views.set(destination, "hidden");
      return;
    }
    views.set(claim.destination, view);
  }
}

async function lookAt(
  repository: Repository,
  reference: string,
  { digest }: Claim,
  signal: AbortSignal,
): Promise<View> {
  try {
    const head = await headManifest(repository, reference, signal);
    if (!head) return "other";
    if (head.digest === undefined) return "unknown";
    return head.digest === digest ? "same" : "other";
  } catch (error) {
    if (hasCode(error, "DENIED", "UNAUTHORIZED")) return "hidden";
    if (error instanceof RegistryError || signal.aborted) return "unknown";
    throw error;
  }
}

/** Undefined for what is elsewhere, or is no image: claims are other people's words. */
function placeOf({ destination }: Claim, registry: string) {
  try {
    const parsed = parseReference(destination);
    const reference = parsed.tag ?? parsed.digest;
    if (parsed.registry !== registry || reference === undefined) return undefined;
    return { repository: parsed.repository, reference };
  } catch (error) {
    if (error instanceof BadReference) return undefined;
    throw error;
  }
}
