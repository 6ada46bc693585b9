import { isDigest } from "../../../src/oci/digest.ts";
import { isAccount } from "../auth/identity.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { refusal } from "../refusal.ts";
import { emptyReply, type Reply, textReply } from "../reply.ts";
import type { StoredManifest } from "../store/registry-store.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";
import { putManifest } from "./put-manifest.ts";

const TAG = /^\w[\w.-]{0,127}$/;

/** `/v2/<name>/manifests/<reference>`: HEAD, GET, PUT and DELETE. */
export function serveManifests(call: AdmittedCall, backend: Backend): Reply | Promise<Reply> {
  const { reference = "" } = call.route;
  if (reference.includes(":") && !isDigest(reference)) throw refusal("DIGEST_INVALID", { detail: {} });
  if (!isDigest(reference) && !TAG.test(reference)) return textReply(404, "404 page not found\n");
  switch (call.method) {
    case "GET":
    case "HEAD":
      return readManifestOf(call, reference, backend);
    case "PUT":
      return putManifest(call, reference, backend);
    case "DELETE":
      return deleteManifest(call, reference, backend);
    default:
      return methodNotAllowed("DELETE, GET, HEAD, PUT");
  }
}

function readManifestOf(call: AdmittedCall, reference: string, backend: Backend): Reply {
  const { store, manners, pulls, meter } = backend;
  const manifest = store.manifest(call.repository, reference);
  if (manifest === undefined) throw unknownManifest(call.repository, reference);
  requireAccepted(manifest, call.headers.accept);
  const source = { account: call.identity.name, address: call.address };
  const headers = {
    "content-type": manifest.mediaType,
    etag: `"${manifest.digest}"`,
    ...(manners.contentDigestHeader ? { "docker-content-digest": manifest.digest } : {}),
  };
  if (call.headers["if-none-match"] === headers.etag) return emptyReply(304, pulls?.headers(source));
  const isPull = call.method === "GET";
  const refused = isPull && !isAccount(call.identity) && meter?.count("anonymous-pulls", call.address);
  if (refused) return refused;
  if (isPull) pulls?.charge(source);
  const length = { "content-length": String(manifest.bytes.length) };
  return { status: 200, headers: { ...headers, ...length, ...pulls?.headers(source) }, body: manifest.bytes };
}

function deleteManifest(call: AdmittedCall, reference: string, { store, manners }: Backend): Reply {
  if (!manners.deletes) throw refusal("UNSUPPORTED");
  const gone = isDigest(reference)
    ? store.deleteManifest(call.repository, reference)
    : store.deleteTag(call.repository, reference);
  if (!gone) throw unknownManifest(call.repository, reference);
  return emptyReply(202);
}

/** A manifest of a type that `Accept` does not name is not found; a wildcard names nothing. */
function requireAccepted({ mediaType }: StoredManifest, accept: string | undefined): void {
  const accepted = (accept ?? "").split(",").map((type) => type.split(";", 1)[0]?.trim());
  if (accepted.includes(mediaType)) return;
  const found = mediaType.includes("index")
    ? ["OCI index", "OCI indexes"]
    : ["OCI manifest", "OCI manifests"];
  const [one, many] = mediaType.startsWith("application/vnd.oci.") ? found : [mediaType, "that type"];
  throw refusal("MANIFEST_UNKNOWN", { message: `${one} found, but accept header does not support ${many}` });
}

function unknownManifest(repository: string, reference: string) {
  const detail = isDigest(reference) ? { Name: repository, Revision: reference } : { Tag: reference };
  return refusal("MANIFEST_UNKNOWN", { detail });
}
