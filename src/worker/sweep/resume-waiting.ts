import type { PullAccount, StoredWaitingImage } from "../../jobs/keeping-state.ts";
import type { WorkerParts } from "../parts.ts";
import { allot } from "./allot.ts";

/** Images of an account of which nothing is known that are tried at a time: whoever carries them finds out what is left. */
const UNKNOWN_FREE = 80;
/** Milliseconds until images are looked at again that could not go on, where nobody can tell when there will be pulls. */
const PAUSE = 30 * 60_000;

/** Has images go on that waited for pulls, as far as there are any. */
export async function resumeWaiting({ state, clock }: Pick<WorkerParts, "state" | "clock">): Promise<void> {
  const due = await state.waiting.due();
  if (due.length === 0) return;
  const now = clock.now();
  const accounts = new Map((await state.ledger.accounts()).map((account) => [keyOf(account), account]));
  for (const [key, images] of Map.groupBy(due, groupOf)) {
    const account = accounts.get(key);
    const { resumptions, postponed } = allot(images, account ? freeOf(account, now) : UNKNOWN_FREE, now);
    const until = nextTry(account, now);
    await state.waiting.resume(
      resumptions,
      postponed.map(({ repository, source }) => ({ repository: repository.id, source, until })),
    );
  }
}

/** What an image takes is a guess: where pulls are left over, the next sweep gives them to who is next. */
function nextTry(account: PullAccount | undefined, now: number): Date {
  if (account?.free) return new Date(now);
  const until = account?.until?.getTime() ?? 0;
  return new Date(until > now ? until : now + PAUSE);
}

/** Where it is time to ask again, one image may: whoever carries it finds out what is left, before it spends any. */
function freeOf({ free, until }: PullAccount, now: number): number {
  return free === 0 && (until?.getTime() ?? 0) <= now ? 1 : free;
}

/** What jobs carry, each by an address of its own, is allotted to each installation for itself: what one says is not to keep others waiting. */
function groupOf({ registry, identity, installation }: StoredWaitingImage): string {
  return identity === null ? `${registry} of ${installation}` : keyOf({ registry, identity });
}

function keyOf({ registry, identity }: Pick<PullAccount, "registry" | "identity">): string {
  return `${registry} ${identity}`;
}
