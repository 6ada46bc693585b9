import { isIP } from "node:net";
import { header } from "../http/body.ts";
import type { HttpResponse } from "../http/exchange.ts";
import { headManifest } from "./manifests.ts";
import type { Registry } from "./registry.ts";

/** How many pulls a registry grants whoever asked it, and how many of them are left. */
export interface PullLimit {
  /** By its name in references: `docker.io`. */
  readonly registry: string;
  /** Pulls in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** In seconds. Pulls that are older than that count no more. */
  readonly window: number;
  /** Whose pulls are counted: those of an account, or all that come from one address; missing where the registry does not say. */
  readonly countedBy?: "account" | "address";
}

/**
 * What Docker Hub says with every manifest, `ratelimit-limit: 100;w=21600` and `ratelimit-remaining: 76;w=21600`, and of whom;
 * `undefined` where there is no such limit. Docker docs, "Docker Hub pull usage and limits".
 */
export function pullLimitOf(
  registry: string,
  response: Pick<HttpResponse, "headers">,
): PullLimit | undefined {
  const limit = parseCount(header(response, "ratelimit-limit"));
  const remaining = parseCount(header(response, "ratelimit-remaining"));
  if (!limit || !remaining) return undefined;
  const source = header(response, "docker-ratelimit-source");
  const countedBy =
    source === undefined ? {} : ({ countedBy: isIP(source) ? "address" : "account" } as const);
  return { registry, limit: limit.pulls, remaining: remaining.pulls, window: limit.window, ...countedBy };
}

/**
 * Asks Docker Hub how many pulls are left, which costs none: a HEAD of the image that it keeps for that. `undefined` where it
 * sets no limit. Throws as calls do.
 */
export async function readPullLimit(docker: Registry, signal?: AbortSignal): Promise<PullLimit | undefined> {
  await headManifest(docker.source("ratelimitpreview/test"), "latest", signal);
  return docker.pullLimit;
}

function parseCount(text = ""): { readonly pulls: number; readonly window: number } | undefined {
  const [, pulls, window] = /^(\d{1,9});w=(\d{1,9})$/.exec(text.trim()) ?? [];
  return pulls === undefined ? undefined : { pulls: Number(pulls), window: Number(window) };
}
