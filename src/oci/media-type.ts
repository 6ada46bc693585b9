/** The media types this tool tells apart. Everything else is an opaque blob. */
export const MediaType = {
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  ociArtifact: "application/vnd.oci.artifact.manifest.v1+json",
  ociConfig: "application/vnd.oci.image.config.v1+json",
  dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  dockerSchema1: "application/vnd.docker.distribution.manifest.v1+json",
  dockerSchema1Signed: "application/vnd.docker.distribution.manifest.v1+prettyjws",
  dockerConfig: "application/vnd.docker.container.image.v1+json",
} as const;

/** The `Accept` header of every manifest request: a registry may convert or refuse what is not named here. */
export const MANIFEST_ACCEPT = [
  MediaType.ociIndex,
  MediaType.dockerList,
  MediaType.ociManifest,
  MediaType.dockerManifest,
  MediaType.ociArtifact,
].join(", ");

/** Whether the type is one that lists other manifests. */
export function isIndexType(mediaType: string): boolean {
  return mediaType === MediaType.ociIndex || mediaType === MediaType.dockerList;
}

/** Whether the type is any manifest this tool understands, an index included. */
export function isManifestType(mediaType: string): boolean {
  return MANIFEST_ACCEPT.split(", ").includes(mediaType);
}

/** Whether the type is a Docker schema 1 manifest, which has no content digest of its own and is refused. */
export function isSchema1Type(mediaType: string): boolean {
  return mediaType === MediaType.dockerSchema1 || mediaType === MediaType.dockerSchema1Signed;
}

/**
 * Whether the type is a layer that its maker does not let registries distribute: it stays a reference to where it is.
 * Registries do not look for such layers when a manifest is pushed.
 */
export function isForeignType(mediaType: string): boolean {
  return mediaType.includes(".foreign.") || mediaType.includes(".nondistributable.");
}

/** Whether the type is the config of a runnable image, which names the platform. */
export function isImageConfigType(mediaType: string): boolean {
  return mediaType === MediaType.ociConfig || mediaType === MediaType.dockerConfig;
}
