import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, row, tableHead, time } from "./markdown.ts";

/** An image that was brought somewhere. References in full. */
export interface BroughtImage {
  readonly source: string;
  readonly destination: string;
  readonly destinationDigest: string;
  readonly lastVerified: Date;
}

/** What everybody sees of one: it is there, something else or nothing is, its package is private or gone, or nobody saw. */
export type Sight = "same" | "other" | "hidden" | "unknown";

/** What everybody sees of images that were brought: counts, what is not as it was left, and the rest in a fold. */
export function renderVerified(
  images: readonly BroughtImage[],
  views: ReadonlyMap<string, Sight>,
): readonly (string | LongPart)[] {
  const of = (sight: Sight) =>
    images.filter(({ destination }) => (views.get(destination) ?? "unknown") === sight);
  const [same, other, hidden, unknown] = [of("same"), of("other"), of("hidden"), of("unknown")];
  const counts: readonly (readonly [number, string])[] = [
    [other.length, "not as brought"],
    [hidden.length, "not to be seen by everybody"],
    [unknown.length, "not looked at"],
    [same.length, "as brought"],
  ];
  const told = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return [
    `**${told.join(", ")}**`,
    table([
      ...other.map((image) => rowOf(image, "something else is there, or nothing")),
      ...hidden.map((image) => rowOf(image, "the package is private, or gone")),
      ...unknown.map((image) =>
        rowOf(image, "the registry did not answer, or too many were to be looked at"),
      ),
    ]),
    fold(`${same.length} as brought`, table(same.map((image) => rowOf(image, "✓")))),
    "Compared were digests, as everybody sees them. Signatures are not checked by this version.",
  ];
}

function table(rows: readonly string[]): LongPart {
  return {
    head: tableHead(["source", "destination", "seen", "last verified"]),
    rows,
    more: (missing) => row([`… and ${missing} more`, "", "", ""]),
  };
}

function rowOf({ source, destination, destinationDigest, lastVerified }: BroughtImage, seen: string): string {
  const whole = destination.includes("@") ? destination : `${destination}@${destinationDigest}`;
  return row([code(source), code(whole), seen, time(lastVerified.getTime())]);
}
