import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { appendToList } from "./append-to-list.ts";
import { startList } from "./start-list.ts";
import type { TextEdit } from "./text-edit.ts";
import { type NewImage, quotingOf, writeEntry, writeString } from "./write-entry.ts";

/** The YAML of a config together with its text, to which images are to be added. The text is one that `readYaml` takes. */
export class ConfigTree {
  readonly #text: string;
  readonly #root: ParsedNode | null;
  readonly #mirrors: ParsedNode | null;
  readonly #images: NewImage[] = [];
  readonly #tags = new Map<YAMLSeq.Parsed, string[]>();

  constructor(text: string) {
    this.#text = text;
    const options = {
      keepSourceTokens: true,
      uniqueKeys: false,
      schema: "core",
      logLevel: "silent",
    } as const;
    this.#root = parseDocument(text, options).contents;
    this.#mirrors = childOf(this.#root, "mirrors");
  }

  /** Whether the entry has a list of tags of its own, which nothing else refers to. */
  hasTags(entry: number): boolean {
    return this.#tagsOf(entry) !== undefined;
  }

  /** To the list of tags of an entry that has one. */
  addTag(entry: number, tag: string): void {
    const list = this.#tagsOf(entry);
    if (list) this.#tags.set(list, [...(this.#tags.get(list) ?? []), tag]);
  }

  addEntry(image: NewImage): void {
    this.#images.push(image);
  }

  /** How many entries were added, and how many were given more tags. */
  get growth(): { readonly entries: number; readonly lists: number } {
    return { entries: this.#images.length, lists: this.#tags.size };
  }

  /** What makes the text hold all that was added. */
  edits(): readonly TextEdit[] {
    const tags = [...this.#tags].flatMap(([list, added]) => {
      const quoting = quotingOf(list.items.findLast((item) => isScalar(item)));
      return appendToList(
        this.#text,
        list,
        added.map((tag) => writeString(tag, quoting)),
      );
    });
    return [...tags, ...this.#entryEdits()];
  }

  #entryEdits(): readonly TextEdit[] {
    const [root, mirrors] = [this.#root, this.#mirrors];
    if (this.#images.length === 0 || !isMap(root) || isAlias(mirrors)) return [];
    const keys = quotingOf(root.items[0]?.key) === "double" ? "double" : "plain";
    const last = isSeq(mirrors) ? mirrors.items.at(-1) : undefined;
    const quoting = last ? quotingOf(last) : keys;
    const items = this.#images.map((image) => writeEntry(image, quoting, keys));
    const isEmpty = !isSeq(mirrors) || (mirrors.items.length === 0 && !this.#holdsComment(mirrors));
    if (isEmpty && !root.flow) return startList(this.#text, root, "mirrors", items);
    return isSeq(mirrors) ? appendToList(this.#text, mirrors, items) : [];
  }

  #holdsComment({ range }: YAMLSeq.Parsed): boolean {
    return this.#text.slice(range[0], range[1]).includes("#");
  }

  #tagsOf(entry: number): YAMLSeq.Parsed | undefined {
    const item = isSeq(this.#mirrors) ? this.#mirrors.items[entry] : undefined;
    const tags = childOf(item ?? null, "tags");
    return isSeq(tags) && tags.anchor === undefined ? tags : undefined;
  }
}

function childOf(node: ParsedNode | null, key: string): ParsedNode | null {
  if (!isMap(node)) return null;
  const pair = (node as YAMLMap.Parsed).items.find((one) => isScalar(one.key) && one.key.value === key);
  return pair?.value ?? null;
}
