import type { IncomingHttpHeaders } from "node:http";
import type { Identity } from "./auth/identity.ts";
import type { Manners } from "./manners.ts";
import type { PackageAccess } from "./package-access.ts";
import type { PullLedger } from "./pull-ledger.ts";
import type { Reply } from "./reply.ts";
import type { RequestMeter } from "./request-meter.ts";
import type { Route } from "./route.ts";
import type { SignedUrls } from "./signed-urls.ts";
import type { RegistryStore } from "./store/registry-store.ts";
import type { UploadSessions } from "./store/upload-sessions.ts";

/** One request as handlers see it. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly route: Route;
  readonly headers: IncomingHttpHeaders;
  /** Where it comes from, without a port. */
  readonly address: string;
  /** The request's body, to be read once. Throws where the peer breaks off. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Destroys the connection at once. */
  readonly cut: () => void;
}

/** A call to a repository by somebody who may make it. */
export interface AdmittedCall extends Call {
  readonly repository: string;
  readonly identity: Identity;
}

/** What the handlers of one registry share. */
export interface Backend {
  readonly store: RegistryStore;
  readonly packages: PackageAccess;
  readonly uploads: UploadSessions;
  readonly manners: Manners;
  readonly pulls: PullLedger | undefined;
  readonly meter: RequestMeter | undefined;
  readonly cdn: SignedUrls | undefined;
  /** `http://127.0.0.1:PORT` of the main listener. */
  readonly origin: string;
  /** Milliseconds, by the injected clock. */
  readonly now: () => number;
}

/** Answers one call, or throws a `Refusal`. */
export type Handler = (call: AdmittedCall, backend: Backend) => Reply | Promise<Reply>;
