import type { Cause } from "../../../github/report/render/render-trouble.ts";
import { digestOf } from "../../../oci/digest.ts";
import { failingImages, latestImages } from "./latest-images.ts";
import type { Scene } from "./read-scene.ts";

/** What keeps a mirror from being green, as far as its config and its last runs tell. */
export function causeOf({ config, path, runs }: Pick<Scene, "config" | "path" | "runs">): Cause {
  const problems = config?.parsed.problems ?? [];
  if (problems.length > 0) return { kind: "config", path, problems };
  const failing = failingImages(runs);
  const last = runs.find(({ conclusion }) => conclusion === "failure");
  if (!last?.published || failing.length === 0) return { kind: "run" };
  return { kind: "images", failing, others: latestImages(runs).length - failing.length };
}

/** A name of what fails, whatever the words of it: the same for the same. */
export function nameOfCause(cause: Cause): string {
  if (cause.kind !== "images") return cause.kind;
  const destinations = cause.failing.map(({ destination }) => destination).sort();
  return digestOf(Buffer.from(destinations.join("\n")));
}
