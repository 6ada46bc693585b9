import type { Entry } from "../config/config.ts";
import { spread } from "../config/spread.ts";
import type { MirroredImage } from "../jobs/state.ts";
import { isDigest } from "../oci/digest.ts";
import { formatReference } from "../oci/reference.ts";
import type { Desired } from "../plan/desired.ts";
import { destinationOf, type Place } from "../plan/destination.ts";
import { packageOf } from "../publish/package-of.ts";
import type { Brought, History } from "../reconcile/history.ts";

/** What a history is made from. */
export interface HistoryParts {
  /** What was brought for the repository of the config, wherever. */
  readonly images: readonly MirroredImage[];
  /** Below whom the images of this history are. */
  readonly place: Place;
  /** Entries of the config that are not carried out below this owner, or not now: what they have brought is no business of this history. */
  readonly others: readonly Entry[];
  /**
   * Whether what was seen not long ago is believed to be there still, by the `verify-every` of its entry. Else nothing is: somebody has
   * asked, or pushed, and wants to know.
   */
  readonly trust: "recent" | "nothing";
  /** A person has named the images: what somebody else has put in their place is overwritten, whatever `on-drift` says. */
  readonly isInsisted: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is known of the images below one owner. */
export function historyOf({ images, place, others, trust, isInsisted, now }: HistoryParts): History {
  const below = `${place.registry}/${place.owner.toLowerCase()}/`;
  const foreign = new Set(
    others.map((entry) => keyOf(formatReference(entry.source), destinationName(entry))),
  );
  const known = images.flatMap((image): readonly Known[] => {
    if (!image.destination.startsWith(below)) return [];
    const brought = broughtOf(image);
    return brought ? [{ brought, seenAt: image.lastVerified.getTime() }] : [];
  });
  const byDestination = new Map(known.map((one) => [one.brought.destination, one]));
  const find = ({ destination }: Desired) => byDestination.get(formatReference(destination));
  return {
    last: (desired) => (isInsisted ? undefined : find(desired)?.brought),
    isTrusted(desired) {
      const one = trust === "recent" ? find(desired) : undefined;
      // A clock that was set back makes nothing younger.
      return one !== undefined && Math.abs(now - one.seenAt) < patienceFor(desired);
    },
    all: known
      .map(({ brought }) => brought)
      .filter(({ source, destination }) => !foreign.has(keyOf(packageOf(source), packageOf(destination)))),
  };

  function destinationName(entry: Entry): string {
    return formatReference(destinationOf(entry, place));
  }
}

interface Known {
  readonly brought: Brought;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
}

function broughtOf({ source, destination, sourceDigest, destinationDigest, platforms }: MirroredImage) {
  if (!isDigest(destinationDigest)) return undefined;
  const from = sourceDigest !== null && isDigest(sourceDigest) ? sourceDigest : null;
  const brought: Brought = { source, destination, sourceDigest: from, digest: destinationDigest, platforms };
  return brought;
}

/**
 * How long an image is believed, in milliseconds: its entry's `verify-every`, or up to a quarter less, always the same for one image. So
 * what was brought together is not looked at together for ever.
 */
function patienceFor({ entry, destination }: Desired): number {
  return entry.verifyEvery * (1 - spread(formatReference(destination)) / 4);
}

function keyOf(source: string, destination: string): string {
  return `${source} ${destination}`;
}
