import { answerCall } from "./answer-call.ts";
import { TokenIssuer } from "./auth/token-issuer.ts";
import type { AuthMode } from "./auth-mode.ts";
import type { Call } from "./call.ts";
import { Faults } from "./faults.ts";
import type { Manners } from "./manners.ts";
import { openListener, type TlsIdentity } from "./open-listener.ts";
import { PackageAccess } from "./package-access.ts";
import { plainManners } from "./plain-manners.ts";
import { PullLedger } from "./pull-ledger.ts";
import { countRequests, type RecordedRequest, type RequestFilter } from "./recorded-request.ts";
import { requestListener } from "./request-listener.ts";
import { RequestMeter } from "./request-meter.ts";
import { SignedUrls } from "./signed-urls.ts";
import { RegistryStore } from "./store/registry-store.ts";
import { UploadSessions } from "./store/upload-sessions.ts";

export interface RegistryOptions {
  /** Default: `plainManners()`. */
  readonly manners?: Manners;
  /** Default: that of the manners, which with `plainManners()` is none. */
  readonly auth?: AuthMode;
  readonly tls?: TlsIdentity;
  /** The clock, in milliseconds (default `Date.now`): tokens, pull windows and signed addresses go by it. */
  readonly now?: () => number;
}

/** A registry on this machine: real HTTP, strict, with everything it was asked on record. */
export interface SandboxRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `http://127.0.0.1:PORT`, or `https` with `tls`. */
  readonly url: string;
  /** For arranging and asserting without HTTP. */
  readonly store: RegistryStore;
  /** Which repositories' jobs may do what with which packages. */
  readonly packages: PackageAccess;
  /** Every request to the registry, its token service and its storage, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  /** Pulls billed so far, where the manners bill any. */
  readonly pulls: number;
  /** Those of one source: an account, or an address. */
  pullsOf(source: string): number;
  /** Bills a source for pulls of others who share it, which are in no other number. */
  spendPulls(source: string, count: number): void;
  /** Uploads begun and neither completed nor cancelled. */
  readonly openUploads: number;
  count(filter?: RequestFilter): number;
  resetRequests(): void;
  /**
   * Opens another way into the same registry: who comes through it is at this address, as the machines of others are. Returns its URL,
   * which goes where that of the registry goes.
   */
  openDoor(address: string): Promise<string>;
  /** Makes every access token worthless: the next requests that carry one get 401. */
  revokeTokens(): void;
  /** Stops the registry and destroys open connections. */
  close(): Promise<void>;
}

/** Starts a registry on a free port of 127.0.0.1. Close it, or hold it with `await using`. */
export async function startRegistry(options: RegistryOptions = {}): Promise<SandboxRegistry> {
  const { manners = plainManners(), tls, now = Date.now } = options;
  const auth = mergeAuth(manners.auth, options.auth);
  const main = await openListener(tls);
  const realm = auth.kind === "token" && auth.realmHost ? await openListener(tls) : undefined;
  const cdn = manners.cdnMethods.length > 0 ? await openListener(tls) : undefined;

  const store = new RegistryStore(now);
  const packages = new PackageAccess();
  const faults = new Faults();
  const uploads = new UploadSessions();
  const pulls = manners.pullLimit && new PullLedger(manners.pullLimit, now);
  const signedUrls = cdn && new SignedUrls(cdn.origin, now);
  const meter = manners.rate && new RequestMeter(manners.rate, now);
  const shared = { store, packages, uploads, manners, pulls, meter };
  const backend = { ...shared, cdn: signedUrls, origin: main.origin, now };
  const gate = { auth, issuer: new TokenIssuer(now), realmOrigin: realm?.origin };

  const requests: RecordedRequest[] = [];
  const desk = {
    faults,
    record: (request: RecordedRequest) => void requests.push(request),
    answer: (call: Call) => answerCall(call, gate, backend),
  };
  main.answer(requestListener({ role: "registry", origin: main.origin }, desk));
  realm?.answer(requestListener({ role: "realm", origin: realm.origin }, desk));
  cdn?.answer(requestListener({ role: "cdn", origin: cdn.origin }, desk));
  const listeners = [main, realm, cdn];

  const close = async () => {
    await Promise.all(listeners.map((listener) => listener?.close()));
  };
  return {
    host: main.host,
    url: main.origin,
    store,
    packages,
    requests,
    faults,
    get pulls() {
      return pulls?.total ?? 0;
    },
    pullsOf: (source) => pulls?.servedTo(source) ?? 0,
    spendPulls: (source, count) => pulls?.spend(source, count),
    get openUploads() {
      return uploads.count;
    },
    count: (filter) => countRequests(requests, filter),
    resetRequests: () => void requests.splice(0),
    openDoor: async (address) => {
      const door = await openListener(tls);
      listeners.push(door);
      door.answer(requestListener({ role: "registry", origin: door.origin, address }, desk));
      return door.origin;
    },
    revokeTokens: () => gate.issuer.revokeAll(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What a given mode leaves open, the registry's own mode of the same kind decides. */
function mergeAuth(own: AuthMode, given: AuthMode | undefined): AuthMode {
  if (given === undefined) return own;
  return given.kind === "token" && own.kind === "token" ? { ...own, ...given } : given;
}
