/** Words of the config language in a sentence: `` `replace`, `backup` or `keep` ``. */
export function enumerate(words: readonly (string | number)[], conjunction: "and" | "or"): string {
  const shown = words.map((word) => `\`${word}\``);
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter(Boolean).join(` ${conjunction} `);
}
