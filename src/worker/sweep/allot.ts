import { spread } from "../../config/spread.ts";
import type { Resumption, StoredWaitingImage } from "../../jobs/keeping-state.ts";

/** What waits longer than this goes before what waits less, whatever it takes: nothing starves. In milliseconds. */
const PATIENCE = 24 * 60 * 60_000;

/** How the pulls that are free are given to images that wait for them. */
export interface Allotment {
  readonly resumptions: readonly Resumption[];
  /** They wait on. */
  readonly postponed: readonly StoredWaitingImage[];
}

/**
 * Gives the pulls that one account has free to the images that wait for them: the most urgent first, of these what has waited for more than
 * a day, and then in turns between repositories, small images before large ones. The first image of all may take more than is free: it is
 * brought in parts. `now` is in milliseconds since the epoch.
 */
export function allot(waiting: readonly StoredWaitingImage[], free: number, now: number): Allotment {
  let left = free;
  const taken: StoredWaitingImage[] = [];
  const postponed: StoredWaitingImage[] = [];
  for (const image of inTurns(waiting, now)) {
    if (left > 0 && (image.pulls <= left || taken.length === 0)) {
      left -= image.pulls;
      taken.push(image);
    } else postponed.push(image);
  }
  const groups = Map.groupBy(taken, ({ repository, urgency }) => `${urgency} ${repository.id}`);
  const resumptions = [...groups.values()].flatMap((images): readonly Resumption[] => {
    const [first] = images;
    if (!first) return [];
    const { installation, repository, urgency } = first;
    return [{ installation, repository, urgency, sources: images.map(({ source }) => source) }];
  });
  return { resumptions, postponed };
}

function inTurns(waiting: readonly StoredWaitingImage[], now: number): readonly StoredWaitingImage[] {
  const turns = new Map<StoredWaitingImage, number>();
  for (const images of Map.groupBy(waiting, ({ repository }) => repository.id).values()) {
    for (const [turn, image] of images.toSorted((a, b) => a.pulls - b.pulls).entries())
      turns.set(image, turn);
  }
  const isOld = ({ since }: StoredWaitingImage) => Number(now - since.getTime() > PATIENCE);
  return waiting.toSorted(
    (a, b) =>
      a.urgency - b.urgency ||
      isOld(b) - isOld(a) ||
      (isOld(a) ? a.since.getTime() - b.since.getTime() : 0) ||
      (turns.get(a) ?? 0) - (turns.get(b) ?? 0) ||
      a.pulls - b.pulls ||
      // Who is first, is not always first.
      spread(`${a.repository.id} ${now}`) - spread(`${b.repository.id} ${now}`),
  );
}
