import type { Reference } from "../oci/reference.ts";
import type { Entry, TagRule } from "./config.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Placed } from "./placed.ts";
import type { ProblemList } from "./problem-list.ts";
import { readDestination } from "./read-destination.ts";
import { readReference } from "./read-reference.ts";
import { readSettings, type Settings } from "./read-settings.ts";
import { refuseContradictions } from "./refuse-contradictions.ts";
import { fieldOf, textOf, type Value } from "./value.ts";

/**
 * Reads one item of `mirrors`, short or long, and reports where it contradicts itself. A setting of its own replaces
 * the default as a whole. Undefined where it has no usable source.
 */
export function readEntry(item: Value, defaults: Settings, problems: ProblemList): Entry | undefined {
  const source = textOf(item) === undefined ? fieldOf(item, "source") : item;
  const to = fieldOf(item, "to");
  const destination = to && readDestination(to, problems);
  const own = readSettings(item, problems);
  const reference = source && readReference(source, problems);
  if (!source || !reference) return;

  const tags = own.tags ?? impliedTags(source, reference, defaults);
  const settings = { ...defaults, ...own };
  refuseContradictions({ source, reference, own, settings, tags }, problems);
  return {
    source: { registry: reference.registry, repository: reference.repository },
    to: destination,
    selection: tags.map(({ meaning }) => meaning),
    exclude: (settings.exclude ?? []).map(({ meaning }) => meaning),
    platforms: settings.platforms ?? DEFAULTS.platforms,
    onChange: settings.onChange?.meaning ?? DEFAULTS.onChange,
    visibility: settings.visibility,
    onDrift: settings.onDrift ?? DEFAULTS.onDrift,
    // A digest does not move, so that there is nothing to wait for.
    minAge: reference.digest ? 0 : (settings.minAge?.meaning ?? DEFAULTS.minAge),
    schedule: settings.schedule ?? DEFAULTS.schedule,
    verifyEvery: settings.verifyEvery ?? DEFAULTS.verifyEvery,
    keepBackups: settings.keepBackups?.meaning,
    prune: settings.prune ?? DEFAULTS.prune,
    position: item.node.position,
  };
}

/** For an entry without `tags`: what its source names, or else the default's tags, or else `latest`. */
function impliedTags(source: Value, reference: Reference, defaults: Settings): readonly Placed<TagRule>[] {
  const { tag, digest } = reference;
  if (digest) return [{ meaning: { kind: "pinned", digest, ...(tag && { tag }) }, value: source }];
  if (tag) return [{ meaning: { kind: "exact", tag }, value: source }];
  return defaults.tags ?? [{ meaning: { kind: "exact", tag: "latest" }, value: source }];
}
