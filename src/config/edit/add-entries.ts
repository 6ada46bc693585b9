import { type ConfigDifference, compareConfigs } from "../compare-configs.ts";
import type { Config } from "../config.ts";
import { parseConfig } from "../parse-config.ts";
import { placeOf } from "../place-of.ts";
import type { Problem } from "../problem.ts";
import { ProblemList } from "../problem-list.ts";
import { readSettings } from "../read-settings.ts";
import { readYaml } from "../read-yaml.ts";
import { fieldOf, type Value } from "../value.ts";
import { ConfigTree } from "./config-tree.ts";
import { covers } from "./covers.ts";
import { lineBreakOf } from "./lines.ts";
import { readImage } from "./read-image.ts";
import { applyEdits } from "./text-edit.ts";
import type { NewImage } from "./write-entry.ts";

const BOM = "\uFEFF";

export type AddedEntries =
  | {
      /** The file with the images in it. */
      readonly text: string;
      readonly added: readonly NewImage[];
      /** Those that the file means already, or that were asked for twice. */
      readonly already: readonly NewImage[];
      readonly problems?: undefined;
    }
  | { readonly problems: readonly Problem[] };

/**
 * Adds images to the text of a config; undefined is a file that is not there yet. A tag goes into the list `tags` of an entry for the same
 * source and destination where there is one, everything else becomes an entry of its own after the others. All other bytes stay as they
 * are: comments, quotes, order, indentation and line breaks, of which the added lines take after their neighbours.
 *
 * The result is a config that is right. Where it would not be, the problems are given: of the file as it is where it is not right itself,
 * of the file as it would be otherwise. Never throws, whatever the text.
 */
export function addEntries(text: string | undefined, images: readonly NewImage[]): AddedEntries {
  const mark = text?.startsWith(BOM) ? BOM : "";
  const body = text?.slice(mark.length) ?? "";
  const source = isBlank(body) ? begin(body) : body;
  const problems = new ProblemList();
  const file = readYaml(source, problems);
  const before = parseConfig(source);
  if (!file || (!before.config && hasEntries(file))) return { problems: before.problems };

  const tree = new ConfigTree(source);
  const { added, already } = distribute(images, before.config, file, tree, problems);
  if (!problems.isEmpty) return { problems: problems.toArray() };
  if (added.length === 0) return { text: text ?? "", added, already };
  const result = applyEdits(source, tree.edits());
  const after = parseConfig(result);
  if (!after.config) return { problems: before.problems.length > 1 ? before.problems : after.problems };
  if (!hasOnlyGrown(compareConfigs(before.config, after.config), tree)) return { problems: [BY_HAND] };
  return { text: `${mark}${result}`, added, already };
}

function hasOnlyGrown({ added, changed, removed }: ConfigDifference, { growth }: ConfigTree): boolean {
  return added.length === growth.entries && changed.length === growth.lists && removed.length === 0;
}

/** Nothing but empty lines and comments. */
function isBlank(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:#|$)/.test(line));
}

const SCHEMA = "https://raw.githubusercontent.com/ghcr-mirror/ghcr-mirror/main/schema/mirror.schema.json";

function begin(comments: string): string {
  const head = comments.trim() === "" ? `# yaml-language-server: $schema=${SCHEMA}` : comments.trimEnd();
  return [head, "version: 1", "mirrors:", ""].join(lineBreakOf(comments));
}

/** Whether there is something under `mirrors`. Without, a config is not right, but this is what it takes to make it so. */
function hasEntries(file: Value): boolean {
  const mirrors = fieldOf(file, "mirrors")?.node;
  return mirrors !== undefined && !(mirrors.kind === "scalar" && mirrors.value === null);
}

function distribute(
  images: readonly NewImage[],
  config: Config | undefined,
  file: Value,
  tree: ConfigTree,
  problems: ProblemList,
): { readonly added: readonly NewImage[]; readonly already: readonly NewImage[] } {
  const defaults = readSettings(fieldOf(file, "defaults"), new ProblemList());
  const entries = config?.entries ?? [];
  const known = Map.groupBy(entries, placeOf);
  const { added = [], already = [] } = Object.groupBy(images, (image) => {
    const wanted = readImage(image, defaults, problems);
    if (!wanted) return "added";
    const key = placeOf(wanted);
    const others = known.get(key) ?? [];
    if (wanted.selection.every((rule) => others.some((entry) => covers(entry, rule)))) return "already";
    known.set(key, [...others, wanted]);
    const [rule, ...more] = wanted.selection;
    const list = others.map((entry) => entries.indexOf(entry)).find((index) => tree.hasTags(index));
    if (rule?.kind === "exact" && more.length === 0 && list !== undefined) tree.addTag(list, rule.tag);
    else tree.addEntry(image);
    return "added";
  });
  return { added, already };
}

const BY_HAND: Problem = {
  line: 1,
  column: 1,
  path: "mirrors",
  message: "this file cannot be added to without changing what it says now",
  hint: "add the lines by hand",
};
