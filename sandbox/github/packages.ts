import { accountJson } from "./account.ts";
import type { Handlers } from "./handler.ts";
import { notFound } from "./refusal.ts";
import { repositoryJson, toTime } from "./repositories/json/repository-json.ts";
import type { Repository } from "./repositories/repository.ts";

/** A container package, as its registry knows it. */
export interface KnownPackage {
  /** Of all packages there. */
  readonly id: number;
  readonly visibility: "public" | "private";
  /** That it is linked to. */
  readonly repository: Repository | undefined;
  /** Ids of the repositories whose jobs may read it, the linked one included. */
  readonly readers: ReadonlySet<number>;
  readonly versions: number;
  readonly createdAt: Date;
}

/** Looks a package up: organization and name in lower case, without the registry's host. */
export type FindPackage = (organization: string, name: string) => KnownPackage | undefined;

/** Container packages of organizations. Nobody knows of any before a registry says what it has (`find`). */
export class Packages {
  find: FindPackage = () => undefined;

  /** Closed to Apps. People see all of them. https://docs.github.com/en/rest/packages/packages#get-a-package-for-an-organization */
  readonly handlers: Handlers = {
    "packages/get-package-for-organization": ({ world, actor, params }) => {
      const { org = "", package_type: type = "", package_name: name = "" } = params;
      const owner = world.accounts.get(org.toLowerCase());
      if (owner?.type !== "Organization" || type !== "container") throw notFound();
      const found = this.find(org.toLowerCase(), name.toLowerCase());
      if (!found) throw notFound();
      const isHidden = actor.kind === "job" && !found.readers.has(actor.repository);
      if (found.visibility === "private" && isHidden) throw notFound();
      const { id, visibility, repository, versions, createdAt } = found;
      const url = `${world.url}/orgs/${owner.login}/packages/container/${encodeURIComponent(name)}`;
      return {
        status: 200,
        body: {
          id,
          name,
          package_type: type,
          owner: accountJson(owner, world),
          version_count: versions,
          visibility,
          url,
          html_url: `${world.url}/orgs/${owner.login}/packages/container/package/${encodeURIComponent(name)}`,
          created_at: toTime(createdAt),
          updated_at: toTime(createdAt),
          ...(repository && { repository: repositoryJson(repository) }),
        },
      };
    },
  };
}
