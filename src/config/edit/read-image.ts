import type { Entry } from "../config.ts";
import { ProblemList } from "../problem-list.ts";
import { readEntry } from "../read-entry.ts";
import type { Settings } from "../read-settings.ts";
import { readYaml } from "../read-yaml.ts";
import type { NewImage } from "./write-entry.ts";

/** What an image would mean as an entry of its own. Adds a problem, which has no place in the file, where it can be none. */
export function readImage(
  { source, to }: NewImage,
  defaults: Settings,
  problems: ProblemList,
): Entry | undefined {
  const found = new ProblemList();
  const value = readYaml(JSON.stringify({ source, ...(to !== undefined && { to }) }), found);
  if (value) readEntry(value, {}, found);
  for (const { message, hint } of found.toArray()) problems.addAt({ line: 1, column: 1 }, "", message, hint);
  return found.isEmpty ? value && readEntry(value, defaults, new ProblemList()) : undefined;
}
