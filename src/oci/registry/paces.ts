import type { Clock } from "../clock.ts";
import { Pacer } from "../http/pacer.ts";
import { limitsOf } from "./limits.ts";

/** The pacers of registries that have a rate, made once for all who share them. */
export interface Paces {
  /** By the registry's name in references; undefined where it may be asked as often as one likes. */
  of(registry: string): Pacer | undefined;
}

/** One for each process: whoever asks a registry from here shares its rate. */
export function createPaces(clock: Clock): Paces {
  const pacers = new Map<string, Pacer>();
  return {
    of(registry) {
      const { rate } = limitsOf(registry);
      if (!rate) return undefined;
      const { perSecond, burst = 1 } = rate;
      const pacer =
        pacers.get(registry) ?? new Pacer({ name: registry, interval: 1000 / perSecond, burst, clock });
      pacers.set(registry, pacer);
      return pacer;
    },
  };
}
