import { accountJson } from "../account.ts";
import { toTime } from "../repositories/json/repository-json.ts";
import type { Repository } from "../repositories/repository.ts";
import type { KnownPackage } from "./package-source.ts";

/** A manifest that came to a package, or a tag that moved with it. */
export interface PackagePush {
  /** In lower case. */
  readonly organization: string;
  /** Without the organization: `app`, or `team/app`. */
  readonly name: string;
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of the manifest. */
  readonly size: number;
  /** Undefined for the children of an index, which nobody tagged. */
  readonly tag: string | undefined;
  /** Whether the package had none of this digest. */
  readonly isNew: boolean;
}

/**
 * What the event `registry_package` says of it: one event a manifest, with an empty tag for children, whose `package_url` then ends in a
 * colon. https://docs.github.com/en/webhooks/webhook-events-and-payloads#registry_package
 */
export function packagePayload(
  push: PackagePush,
  known: Pick<KnownPackage, "id" | "createdAt"> & { readonly repository: Repository },
  version: { readonly id: number; readonly createdAt: Date },
): Readonly<Record<string, unknown>> {
  const { name, digest, tag = "" } = push;
  const { repository } = known;
  const { world, owner } = repository;
  const { url } = world;
  const htmlUrl = `${url}/orgs/${owner.login}/packages/container/package/${encodeURIComponent(name)}`;
  const packageUrl = `ghcr.io/${push.organization}/${name}:${tag}`;
  const registry_package = {
    id: known.id,
    name,
    namespace: owner.login,
    description: null,
    ecosystem: "CONTAINER",
    package_type: "CONTAINER",
    html_url: htmlUrl,
    created_at: toTime(known.createdAt),
    updated_at: toTime(world.now()),
    owner: accountJson(owner, world),
    package_version: {
      id: version.id,
      version: digest,
      name: digest,
      description: "",
      summary: "",
      body: "",
      body_html: "",
      html_url: `${htmlUrl}/${version.id}`,
      target_commitish: repository.defaultBranch,
      target_oid: repository.git.branch(repository.defaultBranch) ?? "",
      created_at: toTime(version.createdAt),
      updated_at: toTime(world.now()),
      metadata: [],
      container_metadata: {
        tag: { name: tag, digest: tag === "" ? "" : digest },
        labels: {},
        manifest: {
          digest,
          media_type: push.mediaType,
          uri: `repositories/${push.organization}/${name}/manifests/${digest}`,
          size: push.size,
        },
      },
      package_files: [],
      author: accountJson(owner, world),
      installation_command: `docker pull ${packageUrl}`,
      package_url: packageUrl,
    },
    registry: {
      about_url: "https://docs.github.com/packages/learn-github-packages/introduction-to-github-packages",
      name: "GitHub container registry",
      type: "container",
      url: `https://ghcr.io/${push.organization}`,
      vendor: "GitHub Inc",
    },
  };
  return { action: push.isNew ? "published" : "updated", registry_package };
}
