import { accountJson } from "../account.ts";
import { repositoryJson, toTime } from "../repositories/json/repository-json.ts";
import type { Account, World } from "../world.ts";
import type { KnownPackage } from "./package-source.ts";
import type { Version } from "./versions.ts";

/** A package as the API shows it: the schema `package`. */
export function packageJson(known: KnownPackage, name: string, owner: Account, world: World) {
  const { id, visibility, repository, versions, createdAt } = known;
  return {
    id,
    name,
    package_type: "container",
    owner: accountJson(owner, world),
    version_count: versions.length,
    visibility,
    url: addressOf(owner, name, world),
    html_url: pageOf(owner, name, world),
    created_at: toTime(createdAt),
    updated_at: toTime(createdAt),
    ...(repository && { repository: repositoryJson(repository) }),
  };
}

/** One of its versions: the schema `package-version`. Its name is its digest. */
export function versionJson(version: Version, name: string, owner: Account, world: World) {
  const { id, digest, tags, createdAt, updatedAt, deletedAt } = version;
  const page = pageOf(owner, name, world);
  return {
    id,
    name: digest,
    url: `${addressOf(owner, name, world)}/versions/${id}`,
    package_html_url: page,
    created_at: toTime(createdAt),
    updated_at: toTime(updatedAt),
    ...(deletedAt && { deleted_at: toTime(deletedAt) }),
    html_url: page.replace("/package/", "/").concat(`/${id}`),
    metadata: { package_type: "container", container: { tags } },
  };
}

function addressOf({ type, login }: Account, name: string, { url }: World): string {
  const kind = type === "Organization" ? "orgs" : "users";
  return `${url}/${kind}/${login}/packages/container/${encodeURIComponent(name)}`;
}

function pageOf({ type, login }: Account, name: string, { url }: World): string {
  const kind = type === "Organization" ? "orgs" : "users";
  return `${url}/${kind}/${login}/packages/container/package/${encodeURIComponent(name)}`;
}
