import type { Content } from "../content/compose.ts";
import type { Certificate } from "../network/certificate.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { RequestCounts } from "./request-kind.ts";

/** A registry in a process of its own, on one port of 127.0.0.1 for its whole life. */
export interface Registry extends AsyncDisposable {
  readonly port: number;
  readonly client: RegistryClient;
  /** Aborted when the process ends by itself. */
  readonly lost: AbortSignal;
  /** Sees to it that a repository holds `content`. */
  fill(repository: string, content: Content): Promise<void>;
  /** Starts anew with nothing stored. */
  empty(): Promise<void>;
  /** Starts anew with what is stored. */
  refresh(): Promise<void>;
  /** What tools asked for since this was last called, or since the start. */
  takeRequests(): Promise<RequestCounts>;
}

/** How a registry is started. */
export interface RegistryOptions {
  /** An existing directory for what it stores and logs. */
  readonly directory: string;
  /** Makes it speak TLS, and only that. */
  readonly certificate?: Certificate | undefined;
  readonly signal: AbortSignal;
}

/** A kind of registry. */
export interface RegistryKind {
  readonly name: string;
  start(options: RegistryOptions): Promise<Registry>;
}
