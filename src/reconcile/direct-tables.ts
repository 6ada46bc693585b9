import type { Clock } from "../oci/clock.ts";
import { directLooks } from "./direct-looks.ts";
import type { Registries } from "./registries.ts";
import type { SourceLooks } from "./source-looks.ts";
import { Tables } from "./tables.ts";

/** Looks at sources for a single run, by tables where they take fewer requests. What a registry's list API refuses is looked at without. */
export function directTables(registries: Pick<Registries, "get">, clock: Clock): SourceLooks {
  const tables = new Tables({ clock });
  const get = (name: string) => registries.get(name);
  return {
    ...directLooks,
    async table(source, wish, signal) {
      const reading = await tables.read({ source, get }, wish, signal);
      return reading.kind === "table" ? reading.table : undefined;
    },
  };
}
