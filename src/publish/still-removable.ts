import type { RunReport } from "../reconcile/report.ts";
import type { Removable } from "./publisher.ts";

/** What may be deleted after a look: images that have left still, as they were brought, and backups; nothing that the config names again. */
export function stillRemovable(
  { images, departed = [] }: Pick<RunReport, "images" | "departed">,
  removable: readonly Removable[],
): readonly Removable[] {
  const named = new Set(images.map(({ destination }) => destination));
  const left = new Set(departed.map(pinOf));
  return removable.filter(
    (image) => !named.has(image.destination) && (image.kind === "backup" || left.has(pinOf(image))),
  );
}

/** `ghcr.io/acme/redis:7@sha256:…` */
export function pinOf({ destination, digest }: Pick<Removable, "destination" | "digest">): string {
  return `${destination}@${digest}`;
}
