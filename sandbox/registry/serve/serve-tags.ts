import type { AdmittedCall, Backend } from "../call.ts";
import { refusal } from "../refusal.ts";
import { jsonReply, type Reply } from "../reply.ts";
import { methodNotAllowed } from "./method-not-allowed.ts";

/**
 * `GET /v2/<name>/tags/list?n=&last=`. A repository that never had a tag is unknown, as docker-registry has
 * it.
 */
export function serveTags(call: AdmittedCall, { store, manners }: Backend): Reply {
  const { repository, url } = call;
  if (call.method !== "GET") return methodNotAllowed("GET");
  if (!store.everTagged(repository)) throw refusal("NAME_UNKNOWN", { detail: { name: repository } });
  const size = pageSize(url.searchParams.get("n"), manners.tagPage);
  const tags = store.tags(repository);
  if (manners.tagOrder === "lexical") tags.sort();
  const rest = tagsAfter(tags, url.searchParams.get("last"), manners.tagOrder);
  const page = rest.slice(0, size);
  const link = page.length > 0 && page.length < rest.length ? nextLink(repository, page, size) : undefined;
  return jsonReply(200, { name: repository, tags: page }, { link });
}

function pageSize(n: string | null, most: number): number {
  if (n === null || n === "") return most;
  if (!/^\d+$/.test(n)) throw refusal("PAGINATION_NUMBER_INVALID", { detail: { n } });
  return Math.min(Number(n), most);
}

/**
 * Of a lexical list what sorts after `last`, whether or not `last` is there; of any other what follows it.
 */
function tagsAfter(tags: string[], last: string | null, order: string): string[] {
  if (last === null) return tags;
  return order === "lexical" ? tags.filter((tag) => tag > last) : tags.slice(tags.indexOf(last) + 1);
}

/** Relative, as registries send it. OCI distribution-spec, "Listing Tags"; RFC 8288. */
function nextLink(repository: string, page: readonly string[], size: number): string {
  const last = encodeURIComponent(page.at(-1) ?? "");
  return `</v2/${repository}/tags/list?last=${last}&n=${size}>; rel="next"`;
}
