import { isLoopback } from "../http/loopback.ts";

/**
 * Whether the credentials for a registry may be shown to the token service at `realm`. A registry names its token service
 * itself, so a host that is merely mentioned in a challenge must not be able to collect passwords. Trusted are: the
 * registry's own host; a host below the registry's name (`auth.docker.io` for `docker.io`) or above its host
 * (`gitlab.com` for `registry.gitlab.com`); and a sibling of its host whose name says what it is for (`auth.acme.com` for
 * `registry.acme.com`): other siblings may be other people's, as `evil.azurecr.io` is for `acme.azurecr.io`. Never over plain HTTP, unless the registry itself is asked so.
 */
export function trustsRealm(registryName: string, endpoint: URL, realm: URL): boolean {
  if (realm.protocol !== "https:" && endpoint.protocol === "https:") return false;
  const host = realm.hostname;
  const ours = [endpoint.hostname, registryName.replace(/:\d+$/, "")];
  if (ours.includes(host)) return true;
  if (isLoopback(host)) return ours.some(isLoopback);
  return ours.some((our) => isBelow(host, our) || isBelow(our, host) || isSiblingForTokens(host, our));
}

function isBelow(host: string, parent: string): boolean {
  return parent.includes(".") && host.endsWith(`.${parent}`);
}

/** First labels of hosts that give tokens. `api` is DigitalOcean's, `dockerauth` Alibaba's; GitLab serves a `registry.` beside it. */
const TOKEN_HOSTS: ReadonlySet<string> = new Set([
  "accounts",
  "api",
  "auth",
  "dockerauth",
  "gitlab",
  "id",
  "identity",
  "idp",
  "index",
  "login",
  "oauth",
  "oauth2",
  "registry-auth",
  "sso",
  "token",
]);

/** Siblings share a parent that somebody owns: not `com`, and not `co.uk`. */
function isSiblingForTokens(host: string, our: string): boolean {
  const dot = host.indexOf(".");
  const parent = host.slice(dot + 1);
  if (!TOKEN_HOSTS.has(host.slice(0, dot)) || parent !== our.slice(our.indexOf(".") + 1)) return false;
  const labels = parent.split(".");
  if (labels.some((label) => /^\d+$/.test(label))) return false;
  const [second = "", top = ""] = labels.slice(-2);
  return labels.length > 2 || (labels.length === 2 && !(top.length === 2 && second.length <= 3));
}
