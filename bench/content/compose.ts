import type { Descriptor } from "../../src/oci/descriptor.ts";
import { type Digest, digestOf, hasherFor } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import type { Image, Layer, Tag } from "../workload.ts";
import { hasPlatforms } from "./count-content.ts";
import { noise } from "./noise.ts";

/** A blob to push; `open` starts its bytes anew each time. */
export interface Blob {
  readonly digest: Digest;
  readonly size: number;
  open(): Iterable<Buffer>;
}

/** A manifest or index to push. */
export interface Manifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Everything that stands behind some tags, each thing once. */
export interface Content {
  readonly madeFrom: readonly Tag[];
  readonly blobs: readonly Blob[];
  readonly manifests: readonly Manifest[];
  /** They refer to `manifests`. */
  readonly indexes: readonly Manifest[];
  readonly tags: ReadonlyMap<string, Manifest>;
  /** Of the blobs. */
  readonly bytes: number;
}

const LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

/** Builds the content of `tags` in OCI's media types; the same tags give the same digests. */
export function compose(tags: readonly Tag[]): Content {
  const blobs = new Map<Digest, Blob>();
  const manifests = new Map<Digest, Manifest>();
  const indexes = new Map<Digest, Manifest>();
  const digests = new Map<string, Digest>();

  const addLayer = (layer: Layer): Descriptor => {
    const key = `${layer.seed} ${layer.size}`;
    const digest = digests.get(key) ?? hashLayer(layer);
    digests.set(key, digest);
    blobs.set(digest, { digest, size: layer.size, open: () => noise(layer) });
    return { mediaType: LAYER_TYPE, digest, size: layer.size };
  };
  const addImage = ({ name, layers, platform }: Image): Manifest => {
    const descriptors = layers.map(addLayer);
    const { os = "linux", architecture = "amd64", ...variant } = platform ?? {};
    const config = encode({
      ...{ os, architecture, ...variant },
      config: { Labels: { "org.opencontainers.image.title": name } },
      rootfs: { type: "layers", diff_ids: descriptors.map(({ digest }) => digest) },
    });
    const digest = digestOf(config);
    blobs.set(digest, { digest, size: config.length, open: () => [config] });
    return add(manifests, MediaType.ociManifest, {
      config: { mediaType: MediaType.ociConfig, digest, size: config.length },
      layers: descriptors,
    });
  };
  const addTag = (tag: Tag): Manifest => {
    const children = tag.images.map((image) => ({ child: addImage(image), platform: image.platform }));
    const [first] = children;
    if (first === undefined) throw new RangeError(`Tag ${tag.name} has no image`);
    if (!hasPlatforms(tag)) return first.child;
    return add(indexes, MediaType.ociIndex, {
      manifests: children.map(({ child: { mediaType, digest, bytes }, platform }) => {
        return { mediaType, digest, size: bytes.length, platform };
      }),
    });
  };

  const roots = new Map(tags.map((tag) => [tag.name, addTag(tag)]));
  const bytes = blobs.values().reduce((sum, { size }) => sum + size, 0);
  return {
    madeFrom: tags,
    blobs: [...blobs.values()],
    manifests: [...manifests.values()],
    indexes: [...indexes.values()],
    tags: roots,
    bytes,
  };
}

function add(to: Map<Digest, Manifest>, mediaType: string, document: object): Manifest {
  const bytes = encode({ schemaVersion: 2, mediaType, ...document });
  const manifest = { digest: digestOf(bytes), mediaType, bytes };
  to.set(manifest.digest, manifest);
  return manifest;
}

function hashLayer(layer: Layer): Digest {
  const hash = hasherFor("sha256:");
  for (const chunk of noise(layer)) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}

function encode(document: object): Buffer {
  return Buffer.from(JSON.stringify(document));
}
