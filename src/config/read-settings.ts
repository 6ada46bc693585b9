import {
  type Entry,
  ON_CHANGE,
  ON_DRIFT,
  type OnChange,
  type OnDrift,
  type Prune,
  type TagRule,
  VISIBILITY,
  type Visibility,
} from "./config.ts";
import { PRUNE } from "./defaults.ts";
import type { Placed } from "./placed.ts";
import type { ProblemList } from "./problem-list.ts";
import { DURATIONS, readDuration } from "./read-duration.ts";
import { readPlatforms } from "./read-platforms.ts";
import { readSchedule } from "./read-schedule.ts";
import { readExclude, readTagRules } from "./read-tags.ts";
import type { Schedule } from "./schedule.ts";
import { fieldOf, scalarOf, textOf, type Value } from "./value.ts";

/** What an entry and `defaults` have in common. A key that is not there is undefined. */
export interface Settings {
  readonly tags?: readonly Placed<TagRule>[];
  /** The value of `tags`. */
  readonly tagList?: Value;
  readonly exclude?: readonly Placed<string>[];
  readonly platforms?: Entry["platforms"];
  readonly onChange?: Placed<OnChange>;
  readonly visibility?: Visibility;
  readonly onDrift?: OnDrift;
  readonly minAge?: Placed<number>;
  readonly schedule?: Schedule;
  readonly verifyEvery?: number;
  readonly keepBackups?: Placed<number>;
  readonly prune?: Prune;
}

/** Reads the settings that a mapping holds. */
export function readSettings(mapping: Value | undefined, problems: ProblemList): Settings {
  const field = (key: string) => fieldOf(mapping, key);
  const place = <T>(key: string, meaning: T | undefined): Placed<T> | undefined => {
    const value = field(key);
    return value && meaning !== undefined ? { meaning, value } : undefined;
  };
  const word = <T extends string>(key: string, words: readonly T[]) =>
    words.find((one) => one === textOf(field(key)));
  const duration = (key: string, range: (typeof DURATIONS)[keyof typeof DURATIONS]) =>
    readDuration(field(key), range, problems);
  const [tags, exclude, platforms] = [field("tags"), field("exclude"), field("platforms")];
  const kept = scalarOf(field("keep-backups"));
  return withoutUndefined({
    tags: tags && readTagRules(tags, problems),
    tagList: tags,
    exclude: exclude && readExclude(exclude, problems),
    platforms: platforms && readPlatforms(platforms, problems),
    onChange: place("on-change", word("on-change", ON_CHANGE)),
    visibility: word("visibility", VISIBILITY),
    onDrift: word("on-drift", ON_DRIFT),
    minAge: place("min-age", duration("min-age", DURATIONS.minAge)),
    schedule: readSchedule(field("schedule"), problems),
    verifyEvery: duration("verify-every", DURATIONS.verifyEvery),
    keepBackups: place("keep-backups", typeof kept === "number" ? kept : undefined),
    prune: readPrune(field("prune"), problems),
  });
}

function readPrune(value: Value | undefined, problems: ProblemList): Prune | undefined {
  const word = PRUNE.find((one) => one === textOf(value));
  if (word) return { kind: word };
  const after = readDuration(fieldOf(value, "delete-after"), DURATIONS.deleteAfter, problems);
  return after === undefined ? undefined : { kind: "delete", after };
}

/** So that what an entry does not say leaves the default as it is. */
function withoutUndefined<T extends object>(
  settings: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(settings).filter(([, meaning]) => meaning !== undefined);
  return Object.fromEntries(said) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}
