import { formatReference } from "../oci/reference.ts";
import { probe } from "../publish/probe/probe.ts";
import type { Registries } from "../reconcile/registries.ts";
import type { Instruments } from "./instruments.ts";

/** Probes registries; `registries` must log in with a token of the App's. What is no answer is thrown, as `probe` does. */
export function probeAsApp(registries: Registries): Instruments["probe"] {
  return async (destinations, signal) => {
    for (const destination of destinations) {
      const { registry, repository } = destination;
      const probed = await probe(registries.get(registry).destination(repository), signal);
      if (!probed.isAccepted) {
        return { isAccepted: false, destination: formatReference(destination), reason: probed.reason };
      }
    }
    return { isAccepted: true };
  };
}
