import type { Config, Entry } from "../config/config.ts";
import { formatReference, type Reference } from "../oci/reference.ts";
import { destinationOf } from "../plan/destination.ts";
import type { Patient } from "./instruments.ts";

/** A package that a config writes. */
export interface WantedPackage {
  /** Without tag and digest. */
  readonly reference: Reference;
  /** Undefined: the config does not say. */
  readonly visibility: Entry["visibility"];
}

/** The packages of the registry that a config writes: each once, also where several entries write the same one. */
export function wantedPackages(
  { entries }: Config,
  { repository, registry }: Pick<Patient, "repository" | "registry">,
): readonly WantedPackage[] {
  const place = { registry, owner: repository.owner };
  const wanted = new Map<string, WantedPackage>();
  for (const entry of entries) {
    const reference = destinationOf(entry, place);
    if (reference.registry !== registry) continue;
    const name = formatReference(reference);
    const visibility = entry.visibility ?? wanted.get(name)?.visibility;
    wanted.set(name, { reference, visibility });
  }
  return [...wanted.values()];
}
