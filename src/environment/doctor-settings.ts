import type { ProxyFor } from "../oci/http/proxy/proxy.ts";
import { PUBLISHER_MODES, type PublisherMode } from "../publish/publisher-mode.ts";
import { DEFAULT_ACTION } from "../workflow/workflow-file.ts";
import { oneOf } from "./one-of.ts";
import { parseActionReference } from "./parse-action-reference.ts";
import { parseApiUrl, parseEndpoints, parseRegistryHost } from "./parse-address.ts";
import { type AppCredentials, readCredentials } from "./read-credentials.ts";
import { readProxies } from "./read-proxies.ts";
import type { Variables } from "./variables.ts";

/** What the command `doctor` reads; the App's variables are those of the server. */
export interface DoctorSettings {
  /** `GITHUB_REPOSITORY`, as written. */
  readonly repository: string | undefined;
  /** The App's, where its variables are set. */
  readonly app: AppCredentials | undefined;
  /** `GH_TOKEN`, else `GITHUB_TOKEN`: a person's, or a job's. */
  readonly token: string | undefined;
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly githubApiUrl: string;
  /** `REGISTRY_HOST`: the registry that is written. */
  readonly registryHost: string;
  /** `REGISTRY_ENDPOINTS`: where registry names really answer. */
  readonly registryEndpoints: readonly (readonly [registry: string, url: URL])[];
  /** `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`: the ways to registries. */
  readonly proxyFor: ProxyFor | undefined;
  /** `PUBLISHER` */
  readonly publisher: PublisherMode;
  /** `ACTION_REFERENCE` */
  readonly actionReference: string;
}

/** What was read, or what is wrong with it, one line for each variable. */
export type DoctorEnvironment =
  | { readonly settings: DoctorSettings; readonly problems: readonly [] }
  | { readonly settings?: undefined; readonly problems: readonly string[] };

/** Reads all that `doctor` reads. `readFile` is for `PRIVATE_KEY_PATH`. */
export function readDoctorSettings(
  variables: Variables,
  readFile: (path: string) => string,
): DoctorEnvironment {
  const settings = {
    repository: variables.text("GITHUB_REPOSITORY"),
    app: readCredentials(variables, readFile),
    token: variables.text("GH_TOKEN") ?? variables.text("GITHUB_TOKEN"),
    githubApiUrl: variables.read("GITHUB_API_URL", parseApiUrl) ?? "https://api.github.com",
    registryHost: variables.read("REGISTRY_HOST", parseRegistryHost) ?? "ghcr.io",
    registryEndpoints: variables.read("REGISTRY_ENDPOINTS", parseEndpoints) ?? [],
    proxyFor: readProxies(variables),
    publisher: variables.read("PUBLISHER", oneOf(PUBLISHER_MODES)) ?? "auto",
    actionReference: variables.read("ACTION_REFERENCE", parseActionReference) ?? DEFAULT_ACTION,
  };
  const { problems } = variables;
  return problems.length > 0 ? { problems } : { settings, problems: [] };
}
