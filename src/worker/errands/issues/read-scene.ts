import type { Reporting } from "../../../config/config.ts";
import type { ParsedConfig } from "../../../config/parse-config.ts";
import type { InstallationGitHub } from "../../../github/github.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { Run } from "../../../jobs/run.ts";
import { locateConfig } from "../../locate-config.ts";
import type { WorkerParts } from "../../parts.ts";
import { readConfig } from "../../read-config.ts";
import { MOST_RUNS } from "./latest-images.ts";

const USUAL_PATH = ".github/mirror.yml";

/** What the issues of a repository are about. */
export interface Scene {
  readonly place: Place;
  readonly github: InstallationGitHub;
  /** The page of the repository. */
  readonly page: string;
  /** Of the config, also of one that is gone. */
  readonly path: string;
  /** Undefined: there is none (any longer). */
  readonly config: AppliedText | undefined;
  /** Of the default branch, newest first. */
  readonly runs: readonly Run[];
}

/** The config that counts as applied. */
export interface AppliedText {
  readonly commit: string;
  readonly appliedAt: Date;
  readonly parsed: ParsedConfig;
  /** Which issues it asks for. Undefined: it is wrong, and no earlier one is known that was not. */
  readonly issue: Reporting["issue"] | undefined;
}

/** Undefined: the repository is out of reach, or archived, and nobody can write there. */
export async function readScene(
  { state, github: app }: Pick<WorkerParts, "state" | "github">,
  place: Place,
  signal: AbortSignal,
): Promise<Scene | undefined> {
  const { installation, repository } = place;
  const github = app.installation(installation);
  const facts = await github.repository(repository, signal);
  if (!facts || facts.isArchived) return undefined;
  const runs = await state.runs.latest(repository.id, null, MOST_RUNS);
  const scene = { place, github, page: facts.url, runs };
  const applied = await state.configs.of(repository.id);
  if (!applied) return { ...scene, path: runs[0]?.configPath ?? USUAL_PATH, config: undefined };
  const { commit, configSha, appliedAt } = applied;
  const located = await locateConfig(github, repository, commit, signal);
  const parsed = await readConfig(github, repository, located ?? { sha: configSha }, signal);
  const readable = parsed.config ?? (await lastReadable(scene, signal));
  const issue = readable?.report.issue;
  const path = located?.path ?? applied.path ?? USUAL_PATH;
  return { ...scene, path, config: { commit, appliedAt, parsed, issue } };
}

/** The config that was carried out last: what it wishes holds until one that can be read wishes otherwise. */
async function lastReadable({ github, place, runs }: Omit<Scene, "path" | "config">, signal: AbortSignal) {
  const sha = runs.find(({ published }) => published !== null)?.configSha;
  if (!sha) return undefined;
  return (await readConfig(github, place.repository, { sha }, signal)).config;
}
