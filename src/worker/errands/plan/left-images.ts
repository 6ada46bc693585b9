import type { Config, Entry, TagRule } from "../../../config/config.ts";
import type { LeftImage } from "../../../github/report/plan-words.ts";
import { parseReference, type Reference } from "../../../oci/reference.ts";
import { compileEntry } from "../../../plan/compile-entry.ts";
import { destinationOf, type Place } from "../../../plan/destination.ts";

/** A config in the place of another one. Undefined: none. */
export interface Configs {
  readonly before: Config | undefined;
  readonly after: Config | undefined;
}

/** Of images that were brought before, those that the config meant and does not mean any longer. */
export function leftImages(
  images: readonly LeftImage[],
  { before, after }: Configs,
  place: Place,
): readonly LeftImage[] {
  const meantBefore = meaningOf(before, place);
  const meantAfter = meaningOf(after, place);
  return images
    .filter((image) => meantBefore(image) && !meantAfter(image))
    .map(({ source, destination }) => ({ source, destination }));
}

/** The same without knowing what was brought: the images that a config named and names no longer, globs in the place of tags. */
export function leftNames({ before, after }: Configs, place: Place): readonly LeftImage[] {
  const kept = new Set(namedImages(after, place).map(keyOf));
  return namedImages(before, place).filter((image) => !kept.has(keyOf(image)));
}

function namedImages(config: Config | undefined, place: Place): readonly LeftImage[] {
  return (config?.entries ?? []).flatMap((entry) =>
    entry.selection.map((rule) => {
      const destination = nameOf(destinationOf(entry, place));
      const [tag, digest] = [tagOf(rule), rule.kind === "pinned" && rule.digest];
      const tagged = tag === undefined ? "" : `:${tag}`;
      const pinned = digest ? `@${digest}` : "";
      return {
        source: `${nameOf(entry.source)}${tagged}${pinned}`,
        destination: `${destination}${tagged || pinned}`,
      };
    }),
  );
}

/** What stands for the tags that a rule means. */
function tagOf(rule: TagRule): string | undefined {
  if (rule.kind === "exact" || rule.kind === "pinned") return rule.tag;
  return rule.kind === "glob" ? rule.pattern : "*";
}

function keyOf({ source, destination }: LeftImage): string {
  return `${source} ${destination}`;
}

type Meaning = (image: LeftImage) => boolean;

/** By source and destination, so that thousands of images are not held against thousands of entries. */
function meaningOf(config: Config | undefined, place: Place): Meaning {
  const entries = new Map<string, ((source: Reference) => boolean)[]>();
  for (const entry of config?.entries ?? []) {
    const key = `${nameOf(entry.source)} ${nameOf(destinationOf(entry, place))}`;
    entries.set(key, [...(entries.get(key) ?? []), tagsOf(entry)]);
  }
  return ({ source, destination }) => {
    const reference = parseReference(source);
    const means = entries.get(`${nameOf(reference)} ${nameOf(parseReference(destination))}`) ?? [];
    return means.some((isMeant) => isMeant(reference));
  };
}

function nameOf({ registry, repository }: Reference): string {
  return `${registry}/${repository}`;
}

function tagsOf({ selection, exclude }: Entry): (source: Reference) => boolean {
  const isPinned = ({ tag, digest }: Reference) =>
    selection.some((rule) => rule.kind === "pinned" && tag === rule.tag && digest === rule.digest);
  const isMeant = compileEntry({ selection, exclude });
  return (source) => (source.tag !== undefined && isMeant(source.tag)) || isPinned(source);
}
