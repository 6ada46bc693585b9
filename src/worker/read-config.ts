import { LIMITS } from "../config/limits.ts";
import { type ParsedConfig, parseConfig } from "../config/parse-config.ts";
import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import type { LocatedConfig } from "./locate-config.ts";
import { readText } from "./read-text.ts";

/** Reads a config that was located. Where it may write is for policies to say: `readGround`. */
export async function readConfig(
  github: InstallationGitHub,
  repository: RepositoryName,
  { sha, problem }: Pick<LocatedConfig, "sha" | "problem">,
  signal: AbortSignal,
): Promise<ParsedConfig> {
  if (problem) return { problems: [problem] };
  const text = await readText(github, repository, sha, { limit: LIMITS.bytes, what: "config" }, signal);
  return typeof text === "string" ? parseConfig(text) : { problems: [text] };
}
