import type { PolicyFile, PolicyLayer } from "../config/policy/policy.ts";
import type { Problem } from "../config/problem.ts";
import type { Place } from "../jobs/errand.ts";
import { findPolicy } from "./find-policy.ts";
import type { WorkerParts } from "./parts.ts";

/** The policies that bind a repository, or one of them that cannot be read: then nothing is allowed. */
export type FoundLayers =
  | { readonly layers: readonly PolicyLayer[]; readonly broken?: undefined }
  | { readonly broken: BrokenPolicy };

/** A policy that cannot be read. */
export interface BrokenPolicy {
  readonly file: PolicyFile;
  readonly problems: readonly Problem[];
}

/** The repository of an account that holds its policy. https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file */
export const POLICY_REPOSITORY = ".github";

/** Reads the policies that bind a repository, nearest first: its own, and its organization's, as they stand on their default branches. */
export async function readLayers(
  { github: app }: Pick<WorkerParts, "github">,
  { installation, repository }: Place,
  signal: AbortSignal,
): Promise<FoundLayers> {
  const github = app.installation(installation);
  const { owner, name } = repository;
  const organization = { owner, name: POLICY_REPOSITORY };
  const isOrganizations = name.toLowerCase() === POLICY_REPOSITORY;
  const [own, ofOrganization] = await Promise.all([
    isOrganizations ? undefined : findPolicy(github, repository, "own", signal),
    findPolicy(github, organization, "organization", signal),
  ]);
  const layers: PolicyLayer[] = [];
  for (const found of [own, ofOrganization]) {
    if (found?.broken) return { broken: found.broken };
    if (found) layers.push(found.layer);
  }
  return { layers };
}
