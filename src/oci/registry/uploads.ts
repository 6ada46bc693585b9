import { repositoryScope } from "../auth/scope.ts";
import type { Digest } from "../digest.ts";
import { RegistryError } from "../error.ts";
import { header } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { redactUrl } from "../http/redact.ts";
import type { Producer } from "../http/wire/sink.ts";
import type { Repository } from "./repository.ts";

/** An upload that a registry has opened: where its bytes go. */
export interface Upload {
  readonly repository: Repository;
  readonly location: URL;
}

/** A blob that another repository of the registry, or the same one, may already hold. */
export interface Mount {
  readonly digest: Digest;
  /** The repository to mount from. */
  readonly from: string;
}

/**
 * Opens an upload. With `mount` the registry first looks whether it has the blob: then it links it and there is nothing to
 * upload (`undefined`). OCI distribution-spec, "Mounting a blob from another repository".
 */
export async function startUpload(
  repository: Repository,
  mount?: Mount,
  signal?: AbortSignal,
): Promise<Upload | undefined> {
  const path = mount
    ? `blobs/uploads/?mount=${mount.digest}&from=${encodeURIComponent(mount.from)}`
    : "blobs/uploads/";
  const scopes = mount && mount.from !== repository.name ? [repositoryScope(mount.from, ["pull"])] : [];
  const response = await repository.call({
    method: "POST",
    path,
    expect: mount ? [201, 202] : [202],
    scopes,
    signal,
  });
  await response.body.discard();
  return response.status === 201 ? undefined : { repository, location: nextLocation(response, "POST") };
}

/**
 * Sends the whole blob and closes the upload in one request. The registry compares the digest. After a failure the upload
 * is spent, because nobody knows what of the bytes has arrived: cancel it and start another.
 */
export async function putBlob(
  { repository, location }: Upload,
  { digest, size }: { readonly digest: Digest; readonly size: number },
  body: Uint8Array | Producer,
  signal?: AbortSignal,
): Promise<void> {
  const headers = { "content-type": "application/octet-stream", "content-length": String(size) };
  const url = withDigest(location, digest);
  const expect = [201, 204];
  const response = await repository.call({ method: "PUT", url, headers, body, expect, once: true, signal });
  await response.body.discard();
}

/**
 * Sends the bytes of a blob and leaves the upload open for {@link finishUpload}. Without `Content-Range`: GHCR refuses
 * one above 4 MiB. After a failure the upload is spent, as after that of {@link putBlob}.
 */
export async function patchBlob(
  { repository, location }: Upload,
  size: number,
  body: Uint8Array | Producer,
  signal?: AbortSignal,
): Promise<Upload> {
  const headers = { "content-type": "application/octet-stream", "content-length": String(size) };
  const response = await repository.call({
    method: "PATCH",
    url: location,
    headers,
    body,
    expect: [202, 204],
    once: true,
    signal,
  });
  await response.body.discard();
  return { repository, location: nextLocation(response, "PATCH", location) };
}

/** Closes an upload whose bytes have been sent. */
export async function finishUpload(
  { repository, location }: Upload,
  digest: Digest,
  signal?: AbortSignal,
): Promise<void> {
  const url = withDigest(location, digest);
  const headers = { "content-length": "0" };
  const response = await repository.call({ method: "PUT", url, headers, expect: [201, 204], signal });
  await response.body.discard();
}

/**
 * Tells the registry that an upload will not be finished. A courtesy: one that has forgotten the upload, does not take the
 * call (docker-registry wants the right to delete for it), or cannot be reached, sweeps it up in time. Rejects only with
 * the signal's reason.
 */
export async function cancelUpload({ repository, location }: Upload, signal?: AbortSignal): Promise<void> {
  const expect = [200, 202, 204, 400, 404, 405];
  try {
    const response = await repository.call({ method: "DELETE", url: location, expect, once: true, signal });
    await response.body.discard();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
  }
}

function nextLocation(response: HttpResponse, method: string, previous?: URL): URL {
  const location = header(response, "location");
  const url = redactUrl(response.url);
  if (location === undefined) {
    if (previous) return previous;
    throw new RegistryError("MALFORMED", `${method} ${url}: an upload without a Location`, { method, url });
  }
  const next = URL.parse(location, response.url.href);
  const refuse = (why: string) =>
    new RegistryError("REDIRECT", `${method} ${url}: the upload is to go on ${why}`, { method, url });
  if (!next || !/^https?:$/.test(next.protocol)) throw refuse("at something that is not an HTTP address");
  if (response.url.protocol === "https:" && next.protocol === "http:") {
    throw refuse(`over plain HTTP instead of HTTPS (${redactUrl(next)})`);
  }
  next.username = "";
  next.password = "";
  next.hash = "";
  return next;
}

/** Appends by hand: re-encoding the query would break the state that some registries sign. */
function withDigest(location: URL, digest: Digest): URL {
  const { href, search } = location;
  return new URL(
    `${href}${search === "" ? (href.endsWith("?") ? "" : "?") : "&"}digest=${encodeURIComponent(digest)}`,
  );
}
