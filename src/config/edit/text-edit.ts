/** Characters to take out of a text from an index on, and what to put there. */
export interface TextEdit {
  readonly at: number;
  readonly remove?: number;
  readonly insert?: string;
}

/** The text after all edits, whose places are those of the text before. Of several at one place, the earlier in the list comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let done = 0;
  for (const { at, remove = 0, insert = "" } of edits.toSorted((a, b) => a.at - b.at)) {
    result += text.slice(done, at) + insert;
    done = at + remove;
  }
  return result + text.slice(done);
}
