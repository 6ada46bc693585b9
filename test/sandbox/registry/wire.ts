import { digestOf } from "../../../src/oci/digest.ts";
import { MANIFEST_ACCEPT } from "../../../src/oci/media-type.ts";

/** A response with what tests look at. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The codes of the `errors` list; empty where the body is no such list. */
  readonly codes: readonly string[];
}

/** Plain fetch, redirects not followed, body read. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, codes: codesOf(text) };
}

/** A manifest, with all types accepted. */
export function askManifest(url: string, repository: string, reference: string, init: RequestInit = {}) {
  const headers = { accept: MANIFEST_ACCEPT, ...init.headers };
  return ask(`${url}/v2/${repository}/manifests/${reference}`, { ...init, headers });
}

/** Begins an upload. Returns the absolute address to go on with. */
export async function beginUpload(url: string, repository: string, init: RequestInit = {}): Promise<string> {
  const { headers } = await ask(`${url}/v2/${repository}/blobs/uploads/`, { ...init, method: "POST" });
  return locationOf(url, headers);
}

/** `POST` and one `PUT`. */
export async function pushBlob(
  url: string,
  repository: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const location = await beginUpload(url, repository);
  return ask(withDigest(location, digestOf(bytes)), { method: "PUT", body: bytes });
}

export function locationOf(url: string, headers: Headers): string {
  return new URL(headers.get("location") ?? "", url).href;
}

export function withDigest(location: string, digest: string): string {
  return `${location}&digest=${digest}`;
}

function codesOf(text: string): string[] {
  if (!text.startsWith('{"errors"')) return [];
  const { errors } = JSON.parse(text) as { errors: { code: string }[] };
  return errors.map(({ code }) => code);
}
