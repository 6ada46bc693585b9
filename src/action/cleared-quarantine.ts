import type { Quarantine } from "../reconcile/quarantine.ts";

/**
 * Goes by what the App has cleared, `docker.io/library/redis:7@sha256:…`: that is old enough, as long as it is as it was; of anything
 * else nobody knows how old it is. A job has no memory, and a registry's word for it is the App's to weigh.
 */
export function clearedQuarantine(cleared: readonly string[]): Quarantine {
  const pins = new Set(cleared);
  return {
    since: async (sights) =>
      new Map(
        sights
          .filter(({ source, digest }) => pins.has(`${source}@${digest}`))
          .map(({ source }) => [source, 0] as const),
      ),
  };
}
