import type { Actor } from "./actor.ts";
import type { World } from "./world.ts";

/** A request that passed the contract: it names an operation of GitHub's API description and fits it. */
export interface Call {
  readonly world: World;
  /** Who asks; what it may do was checked. */
  readonly actor: Actor;
  /** The token itself. */
  readonly credential: string | undefined;
  /** As it was requested, without the query: `/repos/acme/mirrors/check-runs`. */
  readonly path: string;
  /** Values in the path, decoded: `{ owner: "acme", repo: "mirrors" }`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** JSON; undefined where there was none. */
  readonly body: unknown;
}

/** What is answered. The contract is checked on it, too: a reply that GitHub would not give is an error of the sandbox. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Throws a `Refusal` for what GitHub refuses. */
export type Handler = (call: Call) => Reply | Promise<Reply>;

/** By operation id, as in `checks/create`. */
export type Handlers = Readonly<Record<string, Handler>>;
