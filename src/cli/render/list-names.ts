import { printable } from "../../text/printable.ts";
import { clip, displayWidth } from "./display-width.ts";
import type { TagsLayout } from "./tags-layout.ts";

/** Where no terminal says how wide it is. In columns. */
const ROOM = 60;

/** As many of the names as there is room for behind a column, and how many of `count` are missing; all of them where everything is shown. */
export function listNames(
  names: readonly string[],
  count: number,
  column: number,
  { width, isWhole }: Pick<TagsLayout, "width" | "isWhole">,
): string {
  if (isWhole) return names.map(printable).join(" ");
  const room = width === undefined ? ROOM : Math.max(width - column, 0);
  const whole = names.map(printable).join(" ");
  if (names.length === count && displayWidth(whole) <= room) return whole;
  let text = "";
  for (const [at, name] of names.entries()) {
    const longer = `${text}${at === 0 ? "" : " "}${printable(name)}`;
    if (displayWidth(longer + more(count - at - 1)) > room)
      return clip(`${text}${more(count - at)}`.trimStart(), room);
    text = longer;
  }
  return `${text}${more(count - names.length)}`;
}

function more(count: number): string {
  return count > 0 ? ` … ${count} more` : "";
}
