import type { Entry } from "../../config/config.ts";
import { destinationOf, type Place } from "../../plan/destination.ts";
import type { Registries } from "../../reconcile/registries.ts";
import type { GitHubAccess } from "../ask-github.ts";
import type { LoadedConfig } from "../load-config.ts";
import { compileMeant } from "./compile-meant.ts";
import type { PackageFacts } from "./judge-removals.ts";
import { listVersions } from "./list-versions.ts";
import { readReferences } from "./read-references.ts";
import { explainRefusal, keepIgnorantOf, RemovalError } from "./removal-error.ts";

/** What deleting stands on. */
export interface RemovalParts extends LoadedConfig {
  readonly place: Place;
  readonly registries: Registries;
  readonly apiUrl: string;
  readonly github: GitHubAccess;
}

/**
 * Finds out all that {@link judgeRemovals} goes by: what the config means there, by the tags that its sources have; the versions that
 * GitHub lists; and what those with tags refer to, by the registry. Throws {@link RemovalError} where one of these stays unknown.
 */
export async function lookIntoPackage(repository: string, parts: RemovalParts): Promise<PackageFacts> {
  const { config, skipped, place, registries, apiUrl, github } = parts;
  const { signal } = github;
  const goesThere = (entry: Entry) => {
    const to = destinationOf(entry, place);
    return to.registry === place.registry && to.repository === repository;
  };
  const other = skipped.find(goesThere);
  if (other) {
    const { line } = other.position;
    throw new RemovalError("kept", `line ${line} of the config goes there, and is not for this run`);
  }
  const sourceOf = ({ source }: Entry) => registries.get(source.registry).source(source.repository);
  const isMeant = await compileMeant(config.entries.filter(goesThere), sourceOf, signal).catch(
    keepIgnorantOf("what the config means"),
  );

  const name = repository.slice(place.owner.length + 1);
  const versions = await listVersions(apiUrl, { owner: place.owner, name }, github).catch(explainRefusal);

  const tagged = versions.filter(({ tags }) => tags.length > 0).map(({ digest }) => digest);
  const copies = registries.get(place.registry).source(repository);
  const references = await readReferences(copies, tagged, signal).catch(
    keepIgnorantOf("whether anything refers to it"),
  );

  return { versions, references, isMeant };
}
