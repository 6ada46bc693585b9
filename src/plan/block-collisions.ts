import { formatReference } from "../oci/reference.ts";
import type { Desired } from "./desired.ts";
import type { PlanProblem } from "./plan-problem.ts";

/**
 * The same images in the same order, where the later of two entries that would write one destination is blocked by a
 * problem that names both lines. This finds what only a list of tags shows; what the file alone shows, its parser has
 * refused.
 */
export function blockCollisions(desired: readonly Desired[]): readonly Desired[] {
  const writers = new Map<string, Desired>();
  return desired.map((image) => {
    const destination = formatReference(image.destination);
    const writer = writers.get(destination);
    if (!writer) writers.set(destination, image);
    return writer && !image.blocked ? { ...image, blocked: collision(destination, writer, image) } : image;
  });
}

function collision(destination: string, earlier: Desired, later: Desired): PlanProblem {
  const [first, second] = [earlier, later].map(({ entry }) => `line ${entry.position.line}`);
  return {
    code: "DESTINATION_COLLISION",
    side: "destination",
    message: `${second} wants to write ${destination}, which ${first} writes`,
    remedy: "Give one of the two entries another `to`, or exclude the tag in one of them.",
  };
}
