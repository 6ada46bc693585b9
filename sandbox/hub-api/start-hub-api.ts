import { digestOf } from "../../src/oci/digest.ts";
import type { Call } from "../registry/call.ts";
import { Faults } from "../registry/faults.ts";
import { openListener, type TlsIdentity } from "../registry/open-listener.ts";
import { countRequests, type RecordedRequest, type RequestFilter } from "../registry/recorded-request.ts";
import { emptyReply, jsonReply, type Reply, textReply } from "../registry/reply.ts";
import { requestListener } from "../registry/request-listener.ts";
import type { RegistryStore, TagSpan } from "../registry/store/registry-store.ts";
import { hubRefusal } from "./hub-refusal.ts";
import { listTags } from "./list-tags.ts";
import { type QuotaOptions, RequestQuota } from "./request-quota.ts";
import { tagJson } from "./tag-json.ts";

/** How the API of a Docker Hub is to be. */
export interface HubApiOptions extends QuotaOptions {
  /** That of the registry whose tags it tells of. */
  readonly store: RegistryStore;
  /** The clock of that registry, in milliseconds (default `Date.now`). */
  readonly now?: () => number;
  /** Whether a tag has a digest: very old ones have none (default: all have one). */
  readonly hasDigest?: (repository: string, span: TagSpan) => boolean;
  /** Whether answers have an `ETag`, and 304 is one of them (default: never; nothing says that they have). */
  readonly etags?: "weak" | "never";
  /** Tokens that people have signed in with: they may page as far as they like. */
  readonly tokens?: ReadonlySet<string>;
  readonly tls?: TlsIdentity;
}

/** hub.docker.com on this machine, so far as it lists tags. */
export interface SandboxHubApi extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What `hub.docker.com` is to be mapped to. */
  readonly url: string;
  /** In order of arrival. Their kind is `api`; those for one tag have it as reference. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  count(filter?: RequestFilter): number;
  resetRequests(): void;
  /** Another way in: who comes through it is at this address. Returns its URL. */
  openDoor(address: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the API of a Docker Hub on a free port of 127.0.0.1. Pushes to the registry show in it at once. */
export async function startHubApi(options: HubApiOptions): Promise<SandboxHubApi> {
  const { now = Date.now, tls } = options;
  const main = await openListener(tls);
  const listeners = [main];
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  const quota = new RequestQuota(options, now);
  const desk = {
    faults,
    record: (request: RecordedRequest) => void requests.push(request),
    answer: async (call: Call) => answerHub(call, options, quota),
  };
  main.answer(requestListener({ role: "hub-api", origin: main.origin }, desk));
  const close = async () => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  return {
    host: main.host,
    url: main.origin,
    requests,
    faults,
    count: (filter) => countRequests(requests, filter),
    resetRequests: () => void requests.splice(0),
    openDoor: async (address) => {
      const door = await openListener(tls);
      listeners.push(door);
      door.answer(requestListener({ role: "hub-api", origin: door.origin, address }, desk));
      return door.origin;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function answerHub(call: Call, options: HubApiOptions, quota: RequestQuota): Reply {
  const refused = quota.count(call.address);
  if (refused) return refused;
  const reply = withTag(call, options, serveTags(call, options));
  return { ...reply, headers: { ...reply.headers, ...quota.headers(call.address) } };
}

/** Private repositories are as absent ones. */
function serveTags({ method, route, url, headers }: Call, options: HubApiOptions): Reply {
  const { store, tokens, hasDigest = () => true } = options;
  const { kind, repository = "", reference } = route;
  if (kind !== "api") return textReply(404, "404 page not found\n");
  if (method !== "GET" && method !== "HEAD")
    return jsonReply(405, { detail: `Method "${method}" not allowed.` });
  const [namespace, name] = repository.split("/");
  const about = { namespace, repository: name };
  const isThere = store.hasRepository(repository) && store.visibility(repository) !== "private";
  if (!isThere) return hubRefusal(404, "object not found", about);
  const token = /^(?:bearer|jwt) +(.+)$/i.exec(headers.authorization ?? "")?.[1];
  const isSignedIn = token !== undefined && (tokens?.has(token) ?? false);
  if (reference === undefined) return listTags(url, repository, isSignedIn, { store, hasDigest });
  const span = store.taggings(repository).find(({ tag }) => tag === reference);
  if (span) return jsonReply(200, tagJson(store, repository, span, hasDigest(repository, span)));
  return hubRefusal(404, `httperror 404: tag '${reference}' not found`, { ...about, tag: reference });
}

function withTag({ headers }: Call, { etags = "never" }: HubApiOptions, reply: Reply): Reply {
  if (etags === "never" || reply.status !== 200 || !(reply.body instanceof Uint8Array)) return reply;
  const etag = `W/"${digestOf(reply.body).slice(-64, -32)}"`;
  if (headers["if-none-match"] === etag) return emptyReply(304, { etag });
  return { ...reply, headers: { ...reply.headers, etag } };
}
