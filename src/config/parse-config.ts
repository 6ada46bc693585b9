import { checkShape } from "./check-shape.ts";
import type { Config, Entry } from "./config.ts";
import { DEFAULTS, PRUNE_LIMIT } from "./defaults.ts";
import { LIMITS } from "./limits.ts";
import type { Problem } from "./problem.ts";
import { ProblemList } from "./problem-list.ts";
import { readEntry } from "./read-entry.ts";
import { readReporting } from "./read-reporting.ts";
import { readSettings, type Settings } from "./read-settings.ts";
import { readYaml } from "./read-yaml.ts";
import { refuseCollisions } from "./refuse-collisions.ts";
import { refuseNoBackups } from "./refuse-contradictions.ts";
import { refuseTwoVisibilities } from "./refuse-two-visibilities.ts";
import { configSchema } from "./schema.ts";
import { fieldOf, itemsOf, scalarOf, type Value } from "./value.ts";

export type ParsedConfig =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config?: undefined; readonly problems: readonly Problem[] };

/**
 * Reads the text of a config file. Either all of it is right, or there is no config and every problem is listed, in
 * the order of the file. Never throws, whatever the text.
 */
export function parseConfig(text: string): ParsedConfig {
  const problems = new ProblemList();
  const file = readYaml(text, problems);
  if (!file) return { problems: problems.toArray() };
  checkShape(file, configSchema, problems);
  const defaults = readDefaults(file, problems);
  const entries = readEntries(file, defaults, problems);
  if (!problems.isEmpty) return { problems: problems.toArray() };
  const pruneLimit = scalarOf(fieldOf(file, "prune-limit"));
  const config: Config = {
    version: 1,
    entries,
    report: readReporting(fieldOf(file, "report")),
    prune: defaults.prune ?? DEFAULTS.prune,
    pruneLimit: typeof pruneLimit === "number" ? pruneLimit : PRUNE_LIMIT,
  };
  return { config, problems: [] };
}

function readDefaults(file: Value, problems: ProblemList): Settings {
  const defaults = readSettings(fieldOf(file, "defaults"), problems);
  const { keepBackups, onChange } = defaults;
  // Without a default of `on-change`, entries may have one each.
  if (keepBackups && onChange) refuseNoBackups(keepBackups, onChange, problems);
  return defaults;
}

function readEntries(file: Value, defaults: Settings, problems: ProblemList): readonly Entry[] {
  const entries: (Entry | undefined)[] = [];
  let images = 0;
  for (const item of itemsOf(fieldOf(file, "mirrors")).slice(0, LIMITS.mirrors)) {
    const entry = readEntry(item, defaults, problems);
    entries.push(entry);
    images += entry?.selection.length ?? 0;
    if (images > LIMITS.images) {
      problems.add(item, `with this entry, the file names more than ${LIMITS.images} images`);
      break;
    }
  }
  refuseCollisions(entries, problems);
  refuseTwoVisibilities(entries, problems);
  return entries.filter((entry) => entry !== undefined);
}
