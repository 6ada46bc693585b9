import type { Quarantine } from "./quarantine.ts";

/** Has no memory, and goes by what registries say of when a tag was pushed. */
export const quarantineByPush: Quarantine = {
  since: async (sights) =>
    new Map(
      sights.flatMap(({ source, pushedAt }) => (pushedAt === undefined ? [] : [[source, pushedAt] as const])),
    ),
};
