import { MediaType } from "../../src/oci/media-type.ts";

/** The two families of media types that images come in. */
export type ImageFormat = "oci" | "docker";

/** The media types of one family. */
export interface FormatTypes {
  readonly index: string;
  readonly manifest: string;
  readonly config: string;
  readonly layer: string;
  /** A layer that is only at its `urls`. */
  readonly foreignLayer: string;
}

/** OCI image-spec, media-types.md; Docker's image manifest v2, schema 2. */
export const FORMAT_TYPES: Readonly<Record<ImageFormat, FormatTypes>> = {
  oci: {
    index: MediaType.ociIndex,
    manifest: MediaType.ociManifest,
    config: MediaType.ociConfig,
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
    foreignLayer: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  },
  docker: {
    index: MediaType.dockerList,
    manifest: MediaType.dockerManifest,
    config: MediaType.dockerConfig,
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
    foreignLayer: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
  },
};
