import type { Digest } from "./digest.ts";
import type { Platform } from "./platform.ts";

/** Points at content: its type, digest and size in bytes. OCI image-spec, descriptor.md. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  /** Where else the content may be had. A layer that is only there ("foreign") is never pushed. */
  readonly urls?: readonly string[];
}
