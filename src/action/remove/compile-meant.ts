import type { Entry } from "../../config/config.ts";
import { shortDigest } from "../../oci/digest.ts";
import { RegistryError } from "../../oci/error.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import { listTags } from "../../oci/registry/tags.ts";
import { compileEntry } from "../../plan/compile-entry.ts";
import { needsTagList, selectTags } from "../../plan/select-tags.ts";
import type { Unwanted } from "./judge-removals.ts";

/**
 * Makes a test for whether one of these entries means an image where they go to: it selects the tag, or the digest; or it would, if its source
 * had not lost the tag since. The tags of a source are listed where a selection goes by them. Throws `RegistryError`.
 */
export async function compileMeant(
  entries: readonly Entry[],
  sourceOf: (entry: Entry) => Repository,
  signal: AbortSignal,
): Promise<(image: Unwanted) => boolean> {
  const tests: ((image: Unwanted) => boolean)[] = [];
  for (const entry of entries) {
    const isListed = needsTagList(entry);
    const available = isListed ? await listAll(sourceOf(entry), signal) : new Map();
    const selected = selectTags(entry, available).images;
    const satisfies = compileEntry(entry);
    tests.push(
      ({ tag, digest }) =>
        selected.some((image) => (image.tag === undefined ? image.digest === digest : image.tag === tag)) ||
        (isListed && !available.has(tag) && satisfies(tag) && !isBackup({ tag, digest })),
    );
  }
  return (image) => tests.some((means) => means(image));
}

async function listAll(source: Repository, signal: AbortSignal) {
  const tags = await listTags(source, signal);
  if (!tags) throw new RegistryError("NOT_FOUND", `there is no ${source}`);
  return new Map(tags.map((tag) => [tag, {}] as const));
}

/** As `backupReference` names them. No source has had such a tag. */
function isBackup({ tag, digest }: Unwanted): boolean {
  return tag.endsWith(`-${shortDigest(digest)}`);
}
