import type { MirroredImages } from "../../jobs/state.ts";
import { formatReference } from "../../oci/reference.ts";
import { destinationOf } from "../../plan/destination.ts";
import { compileOnly } from "../../reconcile/compile-only.ts";
import type { AppRegistries } from "../app-registries.ts";
import { packageOf } from "../package-of.ts";
import type { PublishOrder } from "../publisher.ts";
import type { Acceptance, Prober } from "./prober.ts";

/** What {@link askRegistry} stands on. */
export interface AskRegistryParts {
  readonly prober: Prober;
  readonly registries: AppRegistries;
  readonly images: Pick<MirroredImages, "of">;
  /** The registry that is written to: `ghcr.io`. */
  readonly registry: string;
}

/** Whether the registry takes the App's own token for what an order may write. No image data moves. */
export async function askRegistry(parts: AskRegistryParts, order: PublishOrder): Promise<Acceptance> {
  const { prober, images, registry } = parts;
  const { config, only, configRepository, repository, installation, signal } = order;
  const known = new Set(
    (await images.of(configRepository.id)).map(({ destination }) => packageOf(destination)),
  );
  await using registries = parts.registries.open(order);
  const { mayMean } = compileOnly(only);
  const meant = config.entries.filter(({ source }) => mayMean(source));
  const destinations = meant.map((entry) => {
    const place = destinationOf(entry, { registry, owner: repository.owner });
    return {
      repository: registries.get(place.registry).destination(place.repository),
      isThere: known.has(formatReference(place)),
    };
  });
  return await prober.accepts({ installation, destinations, signal });
}
