import { formatPlatform, type Platform, PlatformError, parsePlatform } from "../oci/platform.ts";
import type { ProblemList } from "./problem-list.ts";
import { itemsOf, textOf, type Value } from "./value.ts";

/** `all`, or the platforms of a list, normalized and each once. What is wrong with one adds a problem. */
export function readPlatforms(value: Value, problems: ProblemList): "all" | readonly Platform[] {
  if (textOf(value) === "all") return "all";
  const platforms = new Map<string, Platform>();
  for (const item of itemsOf(value)) {
    const platform = readPlatform(item, problems);
    if (platform) platforms.set(formatPlatform(platform), platform);
  }
  return [...platforms.values()];
}

function readPlatform(item: Value, problems: ProblemList): Platform | undefined {
  const text = textOf(item);
  if (text === undefined) return;
  try {
    return parsePlatform(text);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    problems.add(item, error.message, text === "all" ? "write `platforms: all`, without a list" : undefined);
    return;
  }
}
