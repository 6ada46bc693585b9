import type { Descriptor } from "../oci/descriptor.ts";
import type { Repository } from "../oci/registry/repository.ts";
import { CopyError } from "./copy-error.ts";

/** Throws `CopyError` where the destination takes no blob as large as one of these: before any of them is moved in vain. */
export function refuseOversized(destination: Repository, blobs: readonly Descriptor[]): void {
  const { name, limits } = destination.registry;
  const { largestBlob = Number.POSITIVE_INFINITY } = limits;
  const blob = blobs.find(({ size }) => size > largestBlob);
  if (!blob) return;
  const words = `${name} takes layers of up to ${inGigabytes(largestBlob)}, and this one has ${inGigabytes(blob.size)}`;
  throw new CopyError("destination", "upload", `${destination}@${blob.digest}`, "TOO_LARGE", words);
}

function inGigabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 ** 3) * 10) / 10} GB`;
}
