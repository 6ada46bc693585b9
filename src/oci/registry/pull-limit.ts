import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { RegistryError } from "../error.ts";
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
  /** The same for the same account or address, and telling neither: 12 hex digits. Missing where the registry does not say. */
  readonly identity?: string;
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
  return {
    registry,
    limit: limit.pulls,
    remaining: remaining.pulls,
    window: limit.window,
    ...(source !== undefined && {
      countedBy: isIP(source) ? "address" : "account",
      identity: identityOf(registry, source),
    }),
  };
}

/**
 * Whether a registry refused a pull because it has granted as many as it grants in a window, also where that is the cause of `error`.
 * Such a refusal is not repeated, as pulls come back in hours. Too many requests of any kind are another matter, and are waited for.
 */
export function isPullRefusal(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof RegistryError && at.isPullRefusal) return true;
  }
  return false;
}

/**
 * Asks Docker Hub how many pulls are left, which costs none: a HEAD of the image that it keeps for that. `undefined` where it
 * sets no limit. Throws as calls do.
 */
export async function readPullLimit(docker: Registry, signal?: AbortSignal): Promise<PullLimit | undefined> {
  await headManifest(docker.source("ratelimitpreview/test"), "latest", signal);
  return docker.pullLimit;
}

function identityOf(registry: string, source: string): string {
  return createHash("sha256").update(`${registry}\n${source}`).digest("hex").slice(0, 12);
}

function parseCount(text = ""): { readonly pulls: number; readonly window: number } | undefined {
  const [, pulls, window] = /^(\d{1,9});w=(\d{1,9})$/.exec(text.trim()) ?? [];
  return pulls === undefined ? undefined : { pulls: Number(pulls), window: Number(window) };
}
