/** What a request is about. */
export type RouteKind =
  | "ping"
  | "token"
  | "manifest"
  | "blob"
  | "upload"
  | "tags"
  | "referrers"
  | "cdn"
  | "api"
  | "other";

/** A request's target, taken apart. */
export interface Route {
  readonly kind: RouteKind;
  /** As written in the path, valid or not. */
  readonly repository: string | undefined;
  /** A tag or digest; of an upload the digest in `?digest=` or `?mount=`, if it has one. */
  readonly reference: string | undefined;
  /** The upload session, where the path names one. */
  readonly session?: string;
}

/** Which of the registry's listeners a request came to. */
export type ListenerRole = "registry" | "realm" | "cdn" | "hub-api";

/** Any of `TokenPath`; the registry knows which one is its own. */
const TOKEN = /^\/(?:token\/?|v2\/(?:auth|token))$/;

const PATTERNS: readonly (readonly [RouteKind, RegExp])[] = [
  ["manifest", /^\/v2\/(.+)\/manifests\/([^/]+)$/],
  ["upload", /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/],
  ["blob", /^\/v2\/(.+)\/blobs\/([^/]+)$/],
  ["tags", /^\/v2\/(.+)\/tags\/list$/],
  ["referrers", /^\/v2\/(.+)\/referrers\/([^/]+)$/],
  ["api", /^\/api\/v1\/repository\/(.+)\/tag\/$/],
];

/** The tags of a repository, under both of their addresses, and one tag. https://docs.docker.com/reference/api/hub/latest/ */
const HUB_API = [
  /^\/v2\/repositories\/([^/]+)\/([^/]+)\/tags(?:\/|\/([^/]+)\/?)?$/,
  /^\/v2\/namespaces\/([^/]+)\/repositories\/([^/]+)\/tags(?:\/|\/([^/]+)\/?)?$/,
];

/** Takes a URL apart. Percent-encoding in the path is undone first, as every registry does. */
export function parseRoute(role: ListenerRole, url: URL): Route {
  const path = decodePath(url.pathname);
  if (role === "cdn") return { kind: "cdn", repository: undefined, reference: path.split("/").at(-1) };
  if (role === "hub-api") return parseHubApi(path);
  if (TOKEN.test(path)) return { kind: "token", repository: undefined, reference: undefined };
  if (role === "realm") return other;
  if (path === "/v2/") return { kind: "ping", repository: undefined, reference: undefined };
  for (const [kind, pattern] of PATTERNS) {
    const match = pattern.exec(path);
    if (match !== null) return routeOf(kind, match[1], match[2], url.searchParams);
  }
  return other;
}

const other: Route = { kind: "other", repository: undefined, reference: undefined };

function parseHubApi(path: string): Route {
  const [, namespace, name, tag] = HUB_API.map((pattern) => pattern.exec(path)).find(Boolean) ?? [];
  return name === undefined ? other : { kind: "api", repository: `${namespace}/${name}`, reference: tag };
}

function routeOf(
  kind: RouteKind,
  repository: string | undefined,
  last: string | undefined,
  query: URLSearchParams,
): Route {
  if (kind !== "upload") return { kind, repository, reference: last };
  const reference = query.get("digest") ?? query.get("mount") ?? undefined;
  return { kind, repository, reference, ...(last ? { session: last } : {}) };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
