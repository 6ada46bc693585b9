import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import { PUBLISHER_MODES, type PublisherMode } from "../publish/publisher-mode.ts";
import { DEFAULT_ACTION } from "../workflow/workflow-file.ts";
import { oneOf } from "./one-of.ts";
import { parseActionReference } from "./parse-action-reference.ts";
import {
  parseApiUrl,
  parseDatabaseUrl,
  parseEndpoints,
  parseHosts,
  parseListenHost,
  parseProxyUrl,
  parseRegistryHost,
} from "./parse-address.ts";
import { parseDuration, wholeNumber } from "./parse-number.ts";
import { type AppCredentials, readCredentials } from "./read-credentials.ts";
import { readProxies } from "./read-proxies.ts";
import type { Variables } from "./variables.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** `LOG_LEVEL`: pino's, from all to nothing. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the server needs with or without credentials. */
export interface ProcessSettings {
  /** `HOST`: what to listen on. */
  readonly host: string;
  /** `PORT`; 0 takes any that is free. */
  readonly port: number;
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly githubApiUrl: string;
  /** `WEBHOOK_PROXY_URL`: a channel that repeats webhooks, for development. */
  readonly webhookProxyUrl: URL | undefined;
  readonly logLevel: LogLevel;
  /** `NODE_ENV=production`. */
  readonly isProduction: boolean;
}

/** What the App runs with. */
export interface ServerSettings extends ProcessSettings, AppCredentials {
  /** `DATA_DIR`: the folder of the embedded database, not used with `databaseUrl`. */
  readonly dataDir: string;
  /** `DATABASE_URL` of a PostgreSQL server. */
  readonly databaseUrl: string | undefined;
  /** `REGISTRY_HOST`: the registry that is written, under its usual name. */
  readonly registryHost: string;
  /** `REGISTRY_ENDPOINTS`: where registry names really answer. */
  readonly registryEndpoints: readonly (readonly [registry: string, url: URL])[];
  /** `ALLOW_SOURCE_HOSTS`: sources that may be private, `HOST` or `HOST:PORT` in lower case. */
  readonly allowSourceHosts: readonly string[];
  /** `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`: the way to registries. */
  readonly proxyFor: ProxyFor | undefined;
  /** `PUBLISHER`: what carries the bytes. */
  readonly publisher: PublisherMode;
  /** `ACTION_REFERENCE`: how the workflows that we propose name our action. */
  readonly actionReference: string;
  /** `PULL_RESERVE`: pulls of what registries grant that are left to people. */
  readonly pullReserve: number;
  /** `WORKER_CONCURRENCY`: how many runs at a time. */
  readonly workerConcurrency: number;
  /** `SHUTDOWN_TIMEOUT` in milliseconds: how long running copies may take to reach a safe point. */
  readonly shutdownTimeout: number;
}

/** What the server is to be: the App; or, without credentials, the page that helps to get them; or nothing, for these reasons. */
export type ServerEnvironment =
  | { readonly kind: "app"; readonly settings: ServerSettings }
  | {
      readonly kind: "setup";
      readonly settings: ProcessSettings;
      /** `NO_SMEE_SETUP=true`: no channel at smee.io is asked for. */
      readonly makesChannel: boolean;
    }
  | { readonly kind: "faulty"; readonly problems: readonly string[] };

/** Reads all that the server reads, with what is wrong in all of it. `readFile` is for `PRIVATE_KEY_PATH`. */
export function readServerSettings(
  variables: Variables,
  readFile: (path: string) => string,
): ServerEnvironment {
  const common = readProcessSettings(variables);
  const credentials = readCredentials(variables, readFile);
  const app = {
    dataDir: variables.text("DATA_DIR") ?? "./data",
    databaseUrl: variables.read("DATABASE_URL", parseDatabaseUrl),
    registryHost: variables.read("REGISTRY_HOST", parseRegistryHost) ?? "ghcr.io",
    registryEndpoints: variables.read("REGISTRY_ENDPOINTS", parseEndpoints) ?? [],
    allowSourceHosts: variables.read("ALLOW_SOURCE_HOSTS", parseHosts) ?? [],
    proxyFor: readProxies(variables),
    publisher: variables.read("PUBLISHER", oneOf(PUBLISHER_MODES)) ?? "auto",
    actionReference: variables.read("ACTION_REFERENCE", parseActionReference) ?? DEFAULT_ACTION,
    pullReserve: variables.read("PULL_RESERVE", wholeNumber(0, 1_000_000)) ?? 20,
    workerConcurrency: variables.read("WORKER_CONCURRENCY", wholeNumber(1, 64)) ?? 4,
    shutdownTimeout: variables.read("SHUTDOWN_TIMEOUT", parseDuration) ?? 30_000,
  };
  if (variables.problems.length > 0) return { kind: "faulty", problems: variables.problems };
  if (credentials) return { kind: "app", settings: { ...common, ...credentials, ...app } };
  return {
    kind: "setup",
    settings: common,
    makesChannel: !common.isProduction && variables.text("NO_SMEE_SETUP") !== "true",
  };
}

function readProcessSettings(variables: Variables): ProcessSettings {
  return {
    // Not `localhost`, which is only one of 127.0.0.1 and ::1, and not always the same; and not every interface, which
    // is for whoever runs the server to want.
    host: variables.read("HOST", parseListenHost) ?? "127.0.0.1",
    port: variables.read("PORT", wholeNumber(0, 65_535)) ?? 3000,
    githubApiUrl: variables.read("GITHUB_API_URL", parseApiUrl) ?? "https://api.github.com",
    webhookProxyUrl: variables.read("WEBHOOK_PROXY_URL", parseProxyUrl),
    logLevel: variables.read("LOG_LEVEL", oneOf(LOG_LEVELS)) ?? "info",
    isProduction: variables.text("NODE_ENV") === "production",
  };
}
