import type { PackagePush } from "../../../sandbox/github/packages/package-event.ts";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { Digest } from "../../../src/oci/digest.ts";
import type { House } from "./open-house.ts";

/** Puts an image, made from a seed, under a tag of GHCR, as somebody does who has nothing to do with us. GitHub tells of it. */
export function pushPackage(
  { ghcr }: House,
  path: string,
  tag: string,
  seed: string,
  platforms: readonly string[] = ["linux/amd64"],
): Digest {
  return pushImage(ghcr.store, path, tag, generateImage({ seed, platforms })).digest;
}

/** The same, and GitHub tells nobody. Returns what it could tell of. */
export function pushUnheard({ ghcr }: House, path: string, tag: string, seed: string): PackagePush {
  const { digest, mediaType, size } = pushImage(ghcr.store, path, undefined, generateImage({ seed }));
  ghcr.store.tag(path, tag, digest);
  const [organization = "", name = ""] = path.split("/");
  return { organization, name, digest, mediaType, size, tag, isNew: true };
}
