import {
  type Entry,
  ON_CHANGE,
  ON_DRIFT,
  type OnChange,
  type OnDrift,
  type TagRule,
  VISIBILITY,
  type Visibility,
} from "./config.ts";
import { isGlob } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import type { ProblemList } from "./problem-list.ts";
import { readPlatforms } from "./read-platforms.ts";
import { readTag } from "./read-tag.ts";
import { fieldOf, itemsOf, textOf, type Value } from "./value.ts";

/** What an entry and `defaults` have in common. A key that is not there is undefined. */
export interface Settings {
  readonly tags?: readonly Placed<TagRule>[];
  readonly exclude?: readonly Placed<string>[];
  readonly platforms?: Entry["platforms"];
  readonly onChange?: OnChange;
  readonly visibility?: Visibility;
  readonly onDrift?: OnDrift;
}

/** Something read, and the value it was read from. */
export interface Placed<T> {
  readonly meaning: T;
  readonly value: Value;
}

/** Reads the settings that a mapping holds. */
export function readSettings(mapping: Value | undefined, problems: ProblemList): Settings {
  const tags = fieldOf(mapping, "tags");
  const exclude = fieldOf(mapping, "exclude");
  const platforms = fieldOf(mapping, "platforms");
  const onChange = ON_CHANGE.find((one) => one === textOf(fieldOf(mapping, "on-change")));
  const visibility = VISIBILITY.find((one) => one === textOf(fieldOf(mapping, "visibility")));
  const onDrift = ON_DRIFT.find((one) => one === textOf(fieldOf(mapping, "on-drift")));
  return {
    ...(tags && { tags: readTags(tags, problems).map(toRule) }),
    ...(exclude && { exclude: readTags(exclude, problems) }),
    ...(platforms && { platforms: readPlatforms(platforms, problems) }),
    ...(onChange && { onChange }),
    ...(visibility && { visibility }),
    ...(onDrift && { onDrift }),
  };
}

function readTags(list: Value, problems: ProblemList): readonly Placed<string>[] {
  // A list that is too long has its problem already.
  const tags = itemsOf(list)
    .slice(0, LIMITS.tags)
    .flatMap((value) => {
      const meaning = readTag(value, problems);
      return meaning === undefined ? [] : [{ meaning, value }];
    });
  const globs = tags.filter(({ meaning }) => isGlob(meaning)).length;
  if (globs <= LIMITS.globs) return tags;
  problems.add(list, `this list has ${globs} globs; at most ${LIMITS.globs} are allowed`);
  return [];
}

function toRule({ meaning, value }: Placed<string>): Placed<TagRule> {
  const rule: TagRule = isGlob(meaning)
    ? { kind: "glob", pattern: meaning }
    : { kind: "exact", tag: meaning };
  return { meaning: rule, value };
}
