import { hasCode } from "../oci/error.ts";
import type { Reference } from "../oci/reference.ts";
import { readPullLimit } from "../oci/registry/pull-limit.ts";
import { firstTags } from "../oci/registry/tags.ts";
import type { Registries } from "../reconcile/registries.ts";
import type { RegistryLook } from "./instruments.ts";

/** Looks at registries without a credential; `registries` must be anonymous. */
export function lookAtRegistries(registries: Registries): RegistryLook {
  return {
    async isPublic({ registry, repository }: Reference, signal: AbortSignal): Promise<boolean> {
      try {
        return (await firstTags(registries.get(registry).source(repository), signal)) !== undefined;
      } catch (error) {
        if (hasCode(error, "UNAUTHORIZED", "DENIED", "NOT_FOUND")) return false;
        throw error;
      }
    },
    pullLimit: (signal) => readPullLimit(registries.get("docker.io"), signal),
  };
}
