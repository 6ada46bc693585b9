import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { anonymous, type Keychain } from "../../../src/oci/auth/credential.ts";
import type { Clock } from "../../../src/oci/clock.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import { createRegistries, type Registries } from "../../../src/reconcile/registries.ts";
import { heldClock } from "../../oci/clocks.ts";
import { serve, type TestServer } from "../../oci/serve.ts";

/** A registry, Docker Hub's API and Quay's in one, over one list of tags that all point at the same. */
export interface Stage extends AsyncDisposable {
  readonly tags: string[];
  readonly clock: ReturnType<typeof heldClock>;
  /** What was asked: `table`, `list` and `head`, with the number of the page or the tag. */
  readonly asked: string[];
  /** Answers instead, where it returns a status. */
  refuse: (
    what: string,
  ) => { readonly status: number; readonly headers?: Record<string, string> } | undefined;
  /** Answers nothing until the promise resolves. */
  gate: Promise<void>;
  /** Resolves when so much was asked in all. */
  hasAsked(count: number): Promise<void>;
  /** Registries as a run has them. */
  open(keychain?: Keychain, clock?: Clock): Registries;
}

/** What every tag points at. */
export const DIGEST = digestOf(Buffer.from("image"));

export async function openStage(count: number): Promise<Stage> {
  const tags = Array.from({ length: count }, (_, index) => `t${index}`);
  const clock = heldClock(Date.now());
  const asked: string[] = [];
  const opened: Registries[] = [];
  const bell = new EventTarget();
  const server: TestServer = await serve(async (request, response) => {
    const what = whatOf(request);
    asked.push(what);
    bell.dispatchEvent(new Event("asked"));
    await stage.gate;
    const refusal = stage.refuse(what);
    if (refusal) response.writeHead(refusal.status, refusal.headers).end("{}");
    else answer(what, tags, response);
  });
  const stage: Stage = {
    tags,
    clock,
    asked,
    refuse: () => undefined,
    gate: Promise.resolve(),
    async hasAsked(least) {
      while (asked.length < least) await once(bell, "asked");
    },
    open(keychain = anonymous) {
      const names = ["docker.io", "hub.docker.com", "quay.io", "ghcr.io"];
      const endpoints = new Map(names.map((name) => [name, new URL(server.url)]));
      const retry = { attempts: 1, firstWait: 1, longestWait: 1, patience: 1 };
      const paces = { of: () => undefined };
      const registries = createRegistries({ endpoints, keychain, concurrency: 8, clock, retry, paces });
      opened.push(registries);
      return registries;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((registries) => registries[Symbol.asyncDispose]()));
      await server[Symbol.asyncDispose]();
    },
  };
  return stage;
}

function whatOf({ url = "" }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url, "http://a");
  const tag = /\/manifests\/(.*)$/.exec(pathname)?.[1];
  if (tag) return `head ${tag}`;
  return pathname.endsWith("/tags/list") ? "list" : `table ${searchParams.get("page")}`;
}

function answer(what: string, tags: readonly string[], response: ServerResponse): void {
  const [kind, which = ""] = what.split(" ");
  if (kind === "head") {
    response.writeHead(tags.includes(which) ? 200 : 404, { "docker-content-digest": DIGEST }).end();
  } else if (kind === "list") response.end(JSON.stringify({ tags }));
  else {
    const end = Number(which) * 100;
    const results = tags.slice(end - 100, end).map((name) => ({ name, digest: DIGEST }));
    const quays = results.map(({ name }) => ({ name, manifest_digest: DIGEST }));
    const isLast = end >= tags.length;
    const next = isLast ? null : "more";
    response.end(JSON.stringify({ count: tags.length, next, results, tags: quays, has_additional: !isLast }));
  }
}
