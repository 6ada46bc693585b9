import type { Entry, Visibility } from "../config/config.ts";
import { formatReference } from "../oci/reference.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { Claim, View } from "./look/look.ts";
import type { Notice } from "./obstacle.ts";
import { packageOf } from "./package-of.ts";

/** Packages that are looked at for one run. */
const MOST_PACKAGES = 100;

/** A run that has published, and what was known before it. */
export interface Publication {
  /** Of the config. */
  readonly entries: readonly Entry[];
  readonly place: Place;
  readonly images: readonly ImageReport[];
  /** Destinations of images that earlier runs brought. */
  readonly known: readonly string[];
}

/** A package whose visibility matters: somebody wishes for one, or the package is new. */
export interface PublishedPackage {
  /** `ghcr.io/acme/redis`. */
  readonly name: string;
  readonly wanted: Visibility | undefined;
  /** One of its images that is there now: who sees it sees the package. */
  readonly claim: Claim;
}

/**
 * The packages of a publication that should be looked at: those with a wish in the config, and those of which nothing was known
 * before. At most 100.
 */
export function packagesToSee({ entries, place, images, known }: Publication): readonly PublishedPackage[] {
  const wishes = wishesOf(entries, place);
  const old = new Set(known.map(packageOf));
  const packages = new Map<string, PublishedPackage>();
  for (const { destination, digest, result, action } of images) {
    if (packages.size === MOST_PACKAGES) break;
    if (digest === null || !(result === "done" || action === "up-to-date")) continue;
    const name = packageOf(destination);
    const wanted = wishes.get(name);
    if (packages.has(name) || (old.has(name) && wanted === undefined)) continue;
    packages.set(name, { name, wanted, claim: { destination, digest } });
  }
  return [...packages.values()];
}

/**
 * What people should know of packages after a look at their claims: those that are otherwise than wanted, and new ones that are
 * private where nobody has said so. Only people can change it. A package that could not be seen yields nothing.
 */
export function visibilityNotices(
  packages: readonly PublishedPackage[],
  views: ReadonlyMap<string, View>,
): readonly Notice[] {
  return packages.flatMap(({ name, wanted, claim }) => {
    const found = visibilityIn(views.get(claim.destination));
    if (found === undefined || found === (wanted ?? "public")) return [];
    return [{ kind: "visibility", package: name, wanted, found } as const];
  });
}

function visibilityIn(view: View | undefined): Visibility | undefined {
  if (view === "hidden") return "private";
  return view === "same" || view === "other" ? "public" : undefined;
}

function wishesOf(entries: readonly Entry[], place: Place): ReadonlyMap<string, Visibility> {
  const wishes = new Map<string, Visibility>();
  for (const entry of entries)
    if (entry.visibility) wishes.set(formatReference(destinationOf(entry, place)), entry.visibility);
  return wishes;
}
