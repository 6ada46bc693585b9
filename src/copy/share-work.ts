import type { Digest } from "../oci/digest.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { CopyError } from "./copy-error.ts";

/**
 * Does the work on one piece of content once for all who need it. What fails because of another source than one's own is
 * done again from that: an image does not suffer from what is wrong with another.
 */
export async function shareWork(
  works: Map<Digest, Promise<void>>,
  digest: Digest,
  source: Repository,
  work: () => Promise<void>,
): Promise<void> {
  const known = works.get(digest);
  if (known === undefined) {
    const begun = work();
    works.set(digest, begun);
    return await begun;
  }
  try {
    await known;
  } catch (error) {
    const isOfAnother = error instanceof CopyError && error.side === "source" && !error.isAbout(source);
    if (!isOfAnother) throw error;
    if (works.get(digest) === known) works.delete(digest);
    await shareWork(works, digest, source, work);
  }
}
