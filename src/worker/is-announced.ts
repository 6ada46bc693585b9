import type { Departed } from "../plan/departed.ts";

/** Images to be deleted for which there surely is room in a check run. */
const MOST_ANNOUNCED = 50;

/** A test for one image after the other of what has left: of very many, not all are told, and the others are announced when it is their turn. */
export function isAnnounced(): (departed: Pick<Departed, "deleteAfter">) => boolean {
  let deleted = 0;
  return ({ deleteAfter }) => deleteAfter === undefined || ++deleted <= MOST_ANNOUNCED;
}
