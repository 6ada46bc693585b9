import { type SandboxRegistry, startRegistry } from "../../sandbox/registry/start-registry.ts";
import { virtualContent } from "../../sandbox/registry/store/blob-content.ts";
import { compose } from "../content/compose.ts";
import { openRelay } from "../network/relay.ts";
import type { Tag } from "../workload.ts";
import { OWN_AGENT } from "./access-log.ts";
import { countKinds, type RequestCounts } from "./request-kind.ts";

/** What the parent process wants; each order is answered once. */
export type SandboxOrder =
  | { readonly type: "open"; readonly tls?: { readonly key: string; readonly cert: string } }
  | { readonly type: "fill"; readonly repository: string; readonly tags: readonly Tag[] }
  | { readonly type: "empty" }
  | { readonly type: "take requests" };

/** The port is that of a relay, and so outlives `empty`. */
export interface SandboxAnswer {
  readonly port: number;
  /** Of the order "take requests". */
  readonly requests: RequestCounts;
}

let tls: { readonly key: string; readonly cert: string } | undefined;
let registry = await openRegistry();
const relay = await openRelay(() => Number(new URL(registry.url).port), 0);

process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the parent says when to end.
process.on("disconnect", () => process.exit());
process.on("message", async (order: SandboxOrder) => {
  const requests = await obey(order);
  process.send?.({ port: relay.port, requests } satisfies SandboxAnswer);
});

async function obey(order: SandboxOrder): Promise<RequestCounts> {
  if (order.type === "open") tls = order.tls;
  if (order.type === "open" || order.type === "empty") {
    await registry.close();
    registry = await openRegistry();
  }
  if (order.type === "fill") fill(order.repository, order.tags);
  return order.type === "take requests" ? takeRequests() : {};
}

async function openRegistry(): Promise<SandboxRegistry> {
  const opened = await startRegistry(tls && { tls });
  opened.store.uploadMode = "sink";
  return opened;
}

function fill(repository: string, tags: readonly Tag[]): void {
  const content = compose(tags);
  const { store } = registry;
  for (const { digest, size, open } of content.blobs) {
    store.addBlob(repository, digest, virtualContent(size, open));
  }
  for (const { digest, mediaType, bytes } of [...content.manifests, ...content.indexes]) {
    store.putManifest(repository, digest, mediaType, bytes);
  }
  for (const [tag, { digest }] of content.tags) store.tag(repository, tag, digest);
}

function takeRequests(): RequestCounts {
  const asked = registry.requests.filter(({ headers }) => headers["user-agent"] !== OWN_AGENT);
  const counts = countKinds(asked.map(({ method, path }) => ({ method, target: path })));
  registry.resetRequests();
  return counts;
}
