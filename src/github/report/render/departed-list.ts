import type { Departed } from "../../../plan/departed.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import type { LongPart } from "./fit-parts.ts";
import { fold } from "./fold.ts";
import { code, prose, time } from "./markdown.ts";

/** What is not selected any longer and will be deleted, and when. */
export function departedList(departed: readonly Departed[] = []): LongPart {
  const hasTags = departed.some(({ deleteAfter, isBackup }) => deleteAfter !== undefined && !isBackup);
  return {
    head: `### To be deleted\n${hasTags ? "\nWhat the config selects again until then stays.\n" : ""}`,
    rows: departed.flatMap((one) => {
      const { deleteAfter, announcedAt } = one;
      return deleteAfter === undefined ? [] : [`${itemOf(one)}; ${fateOf(deleteAfter, announcedAt)}`];
    }),
    more: (missing) => `- … and ${missing} more`,
  };
}

/** What is not selected any longer and stays, folded. */
export function departedFold(departed: readonly Departed[] = []): LongPart {
  const staying = departed.filter(({ deleteAfter }) => deleteAfter === undefined);
  return fold(`${staying.length} not selected any longer, and kept`, {
    head: "",
    rows: staying.map(itemOf),
    more: (missing) => `- … and ${missing} more`,
  });
}

/** When a departed image is deleted; `deleteAfter` in milliseconds, after `announcedAt` where that is known. */
export function fateOf(deleteAfter: number, announcedAt?: string): string {
  if (deleteAfter === 0) return "deleted by the next run";
  if (announcedAt !== undefined) return `deleted from ${time(Date.parse(announcedAt) + deleteAfter)} on`;
  return `deleted ${formatDuration(deleteAfter)} after \`mirror / sync\` first said so`;
}

function itemOf({ destination, digest, why, line }: Departed): string {
  const place = line === undefined ? "" : ` (line ${line})`;
  return `- ${code(`${destination}@${digest}`)}: ${prose(why)}${place}`;
}
