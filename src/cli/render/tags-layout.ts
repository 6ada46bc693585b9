import type { Style } from "./style.ts";

/** How tags are to be shown. */
export interface TagsLayout {
  /** The columns of the terminal; unknown where there is none. */
  readonly width: number | undefined;
  readonly style: Style;
  /** Every tag is shown, and not only how many there are and a few of them. */
  readonly isWhole: boolean;
}
