import { SettingError } from "./setting-error.ts";

/** A parser that takes one of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw new SettingError(`"${text}" is unknown; give ${words.join(", ")}`);
  };
}
