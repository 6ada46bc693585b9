import type { Descriptor } from "../../../src/oci/descriptor.ts";
import { isDigest } from "../../../src/oci/digest.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { readManifest } from "../read-manifest.ts";
import { refusal } from "../refusal.ts";
import { jsonReply, type Reply, textReply } from "../reply.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";

/** `GET /v2/<name>/referrers/<digest>?artifactType=`. OCI distribution-spec, "Listing Referrers". */
export function serveReferrers(call: AdmittedCall, { store, manners }: Backend): Reply {
  const { reference = "" } = call.route;
  if (!manners.referrers) return textReply(404, "404 page not found\n");
  if (call.method !== "GET") return methodNotAllowed("GET");
  if (!isDigest(reference)) throw refusal("DIGEST_INVALID", { detail: {} });
  const type = call.url.searchParams.get("artifactType");
  const manifests: Descriptor[] = [];
  for (const { digest, mediaType, bytes } of store.manifests(call.repository)) {
    const { subject, artifactType, annotations } = readManifest(mediaType, bytes);
    if (subject?.digest !== reference || (type !== null && type !== artifactType)) continue;
    manifests.push({
      mediaType,
      digest,
      size: bytes.length,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(annotations === undefined ? {} : { annotations }),
    });
  }
  return jsonReply(
    200,
    { schemaVersion: 2, mediaType: MediaType.ociIndex, manifests },
    { "content-type": MediaType.ociIndex, "oci-filters-applied": type === null ? undefined : "artifactType" },
  );
}
