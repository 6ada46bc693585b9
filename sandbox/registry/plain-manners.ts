import { MediaType } from "../../src/oci/media-type.ts";
import type { Manners } from "./manners.ts";

/**
 * A registry without peculiarities: Debian's docker-registry 2.8.2, tried request by request. It differs from
 * it in being what current registries are: `tags/list` has pages, a wrong `Content-Range` is refused, `POST
 * ?digest=` works, foreign layers are accepted, an oversized manifest is 413 (there 400), and `Location` is
 * relative.
 */
export function plainManners(variation: Partial<Manners> = {}): Manners {
  return {
    auth: { kind: "none" },
    admits: /^/,
    badName: "page-not-found",
    manifestTypes: [
      MediaType.ociIndex,
      MediaType.ociManifest,
      MediaType.dockerList,
      MediaType.dockerManifest,
    ],
    foreignLayers: true,
    deletes: false,
    tagOrder: "lexical",
    tagPage: Number.POSITIVE_INFINITY,
    referrers: false,
    contentDigestHeader: true,
    pullLimit: undefined,
    rate: undefined,
    api: undefined,
    cdnMethods: [],
    cdnStatus: 307,
    mount: true,
    selfMount: true,
    monolithicPost: true,
    putBody: true,
    rangedPatchLimit: Number.POSITIVE_INFINITY,
    resumableUploads: false,
    verifiesDigest: true,
    absoluteLocation: false,
    visibility: "public",
    hidesAbsent: false,
    deniesAtToken: false,
    ignoresUserName: false,
    placeholderScope: undefined,
    refuseInstallationTokens: false,
    ...variation,
  };
}
