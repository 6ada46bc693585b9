import { parseReference } from "../../oci/reference.ts";
import type { Removal } from "../../reconcile/report.ts";
import { askGitHub } from "../ask-github.ts";
import { judgeRemovals, type Unwanted } from "./judge-removals.ts";
import type { PackageVersion } from "./list-versions.ts";
import { lookIntoPackage, type RemovalParts } from "./look-into-package.ts";
import { explainRefusal, RemovalError } from "./removal-error.ts";

/** Bytes of an answer that says nothing. */
const NO_ANSWER = 64 * 1024;

/**
 * Deletes images, `ghcr.io/acme/redis:6@sha256:…`, where nothing needs them, and says of each what became of it. What GitHub or a registry
 * refuses is in that, never thrown; a stop ends it with those that are done. Manifests below a deleted index stay, without tags, so
 * that it can be restored whole.
 */
export async function removeImages(
  pins: readonly string[],
  parts: RemovalParts,
): Promise<readonly Removal[]> {
  const { signal } = parts.github;
  const removals: Removal[] = [];
  const images = pins.flatMap(readPin);
  try {
    for (const [repository, unwanted] of Map.groupBy(images, ({ repository }) => repository))
      for await (const removal of removeFrom(repository, unwanted, parts)) removals.push(removal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return removals;
}

interface UnwantedImage extends Unwanted {
  readonly repository: string;
}

function readPin(pin: string): readonly UnwantedImage[] {
  const { repository, tag, digest } = parseReference(pin);
  return tag && digest ? [{ repository, tag, digest }] : [];
}

/** What became of the images of a package, of each as soon as that is known. */
async function* removeFrom(
  repository: string,
  images: readonly Unwanted[],
  parts: RemovalParts,
): AsyncGenerator<Removal> {
  const { signal } = parts.github;
  signal.throwIfAborted();
  const tell = ({ tag, digest }: Unwanted, { result, why }: Pick<Removal, "result" | "why">): Removal => ({
    destination: `${parts.place.registry}/${repository}:${tag}`,
    digest,
    result,
    ...(why !== undefined && { why }),
  });
  const facts = await lookIntoPackage(repository, parts).catch(endOf(signal));
  if ("result" in facts) return yield* images.map((image) => tell(image, facts));

  const { doomed, kept } = judgeRemovals(images, facts);
  for (const image of images) {
    const why = kept.get(image.tag);
    if (why !== undefined) yield tell(image, { result: "kept", why });
  }
  for (const version of doomed) {
    const end = await remove(version, parts).catch(endOf(signal));
    yield* images.filter(({ tag }) => version.tags.includes(tag)).map((image) => tell(image, end));
  }
}

async function remove({ url }: PackageVersion, { github }: RemovalParts): Promise<Pick<Removal, "result">> {
  await askGitHub({ method: "DELETE", url, limit: NO_ANSWER }, github).catch(explainRefusal);
  return { result: "deleted" };
}

function endOf(signal: AbortSignal): (error: unknown) => Pick<Removal, "result" | "why"> {
  return (error) => {
    signal.throwIfAborted();
    if (error instanceof RemovalError) return { result: error.code, why: error.message };
    throw error;
  };
}
