import { styleText } from "node:util";
import type { Output } from "../output.ts";

/** What a piece of text is, from which its look follows. */
export type Look = "good" | "change" | "bad" | "quiet" | "strong";

/** Gives text the look of its meaning, or leaves it as it is. */
export type Style = (look: Look, text: string) => string;

const FORMATS = { good: "green", change: "yellow", bad: "red", quiet: "dim", strong: "bold" } as const;

/** No escape sequences at all. */
export const plain: Style = (_look, text) => text;

/** ANSI colors. */
export const colored: Style = (look, text) => styleText(FORMATS[look], text, { validateStream: false });

/** Colors where they are wanted: as `color` says, otherwise on terminals. */
export function styleFor(output: Output, color: boolean | undefined): Style {
  return (color ?? output.isTTY === true) ? colored : plain;
}
