import { createTwoFilesPatch } from "diff";
import { printable } from "../../text/printable.ts";

/** What is to be changed in a file, as lines that are safe to print. How lines end does not count. */
export function difference(path: string, found: string, text: string): readonly string[] {
  const options = { context: 3, stripTrailingCr: true };
  const patch = createTwoFilesPatch(path, path, found, text, undefined, undefined, options);
  return patch.trimEnd().split("\n").slice(1).map(printable);
}
