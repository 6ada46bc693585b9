import type { Registry } from "../registry.ts";
import { dockerHub } from "./docker-hub.ts";
import { quay } from "./quay.ts";
import type { TagApi } from "./tag-api.ts";

const APIS: ReadonlyMap<string, TagApi> = new Map([
  ["docker.io", dockerHub],
  ["quay.io", quay],
]);

const DOCKER_IO = "https://registry-1.docker.io";
const DOCKER_HUB = `https://${dockerHub.host}`;

/**
 * The API that tells what the tags of a registry point at, and who answers it; undefined where there is none. Docker Hub knows nothing
 * of what stands in for docker.io, which has the API only where something stands in for it too.
 */
export function tagApiOf(
  registry: Registry,
  get: (name: string) => Registry,
): { readonly api: TagApi; readonly registry: Registry } | undefined {
  const api = APIS.get(registry.name);
  if (!api) return undefined;
  const answering = api.host === registry.name ? registry : get(api.host);
  if (answering.endpoint.origin === DOCKER_HUB && registry.endpoint.origin !== DOCKER_IO) return undefined;
  return { api, registry: answering };
}
