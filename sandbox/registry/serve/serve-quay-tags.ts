import { isIndexType } from "../../../src/oci/media-type.ts";
import type { Backend, Call } from "../call.ts";
import { imageParts } from "../image-parts.ts";
import { jsonReply, type Reply } from "../reply.ts";
import type { RegistryStore, TagSpan } from "../store/registry-store.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";

const MOST = 100;
const USUAL = 50;

/**
 * `GET /api/v1/repository/<name>/tag/`: what the tags point at, and without `onlyActiveTags` also what they pointed at before, the last
 * push first. Nobody has a token for it here, so that private and absent are the same 401.
 * https://docs.quay.io/api/swagger/ and `endpoints/api/tag.py` of quay/quay
 */
export function serveQuayTags({ method, route, url }: Call, { store, manners }: Backend): Reply {
  if (method !== "GET" && method !== "HEAD") return methodNotAllowed("GET, HEAD");
  const { repository = "" } = route;
  const isOpen = (store.visibility(repository) ?? manners.visibility) === "public";
  if (!store.hasRepository(repository) || !isOpen) return unauthorized(url.origin);
  const query = url.searchParams;
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const limit = Math.min(MOST, Math.max(1, Number(query.get("limit") ?? USUAL) || USUAL));
  const name = query.get("specificTag") || undefined;
  const isActive = /^(?:true|1|t|yes|y)$/i.test(query.get("onlyActiveTags") ?? "");
  const spans = isActive ? store.taggings(repository) : store.tagHistory(repository);
  const sorted = spans
    .filter(({ tag }) => name === undefined || tag === name)
    .sort((a, b) => b.since - a.since || (a.tag < b.tag ? -1 : 1));
  const shown = sorted.slice((page - 1) * limit, page * limit);
  return jsonReply(200, {
    tags: shown.map((span) => tagJson(store, repository, span)),
    page,
    has_additional: page * limit < sorted.length,
  });
}

/** The size of an index is null, as nobody added it up. */
function tagJson(store: RegistryStore, repository: string, { tag, digest, since, until }: TagSpan) {
  const manifest = store.manifest(repository, digest);
  const isList = manifest !== undefined && isIndexType(manifest.mediaType);
  const size = manifest && !isList ? imageParts(store, repository, manifest)[0]?.size : undefined;
  return {
    name: tag,
    reversion: false,
    start_ts: toSeconds(since),
    ...(until !== undefined && { end_ts: toSeconds(until) }),
    manifest_digest: digest,
    is_manifest_list: isList,
    size: size ?? null,
    last_modified: toMailDate(since),
    ...(until !== undefined && { expiration: toMailDate(until) }),
  };
}

const toSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** RFC 2822, as Python's `formatdate` has it: `Tue, 14 May 2024 14:48:51 -0000`. */
const toMailDate = (milliseconds: number) => new Date(milliseconds).toUTCString().replace("GMT", "-0000");

function unauthorized(origin: string): Reply {
  const words = "Requires authentication";
  const type = `${origin}/api/v1/error/invalid_token`;
  const kind = { error_type: "invalid_token", title: "invalid_token", type };
  return jsonReply(401, { detail: words, error_message: words, ...kind, status: 401 });
}
