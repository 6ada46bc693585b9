/**
 * How many columns of a terminal `text` takes, never less than it really does. East Asian wide characters and emoji count
 * two; combining marks, which take none, count one.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Cuts `text` so that it takes at most `width` columns; an ellipsis shows that something is missing. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let [clipped, left] = ["", width - 1];
  for (const character of text) {
    left -= displayWidth(character);
    if (left < 0) break;
    clipped += character;
  }
  return width > 0 ? `${clipped}…` : "";
}

// Unicode Standard Annex 11, "East Asian Width": the blocks that are Wide or Fullwidth throughout.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
