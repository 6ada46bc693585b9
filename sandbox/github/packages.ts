import { accountJson } from "./account.ts";
import type { GitHubState } from "./apps/github-state.ts";
import { announce, bodyOf } from "./apps/send-event.ts";
import type { Handlers } from "./handler.ts";
import { type PackagePush, packagePayload } from "./package-event.ts";
import { notFound } from "./refusal.ts";
import { repositoryJson, toTime } from "./repositories/json/repository-json.ts";
import type { Repository } from "./repositories/repository.ts";
import type { Happening } from "./world.ts";

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

/** Apps hear of packages by this name, whatever the documentation says. */
const EVENT = "registry_package";

/** Looks a package up: organization and name in lower case, without the registry's host. */
export type FindPackage = (organization: string, name: string) => KnownPackage | undefined;

/** Container packages of organizations. Nobody knows of any before a registry says what it has (`find`). */
export class Packages {
  find: FindPackage = () => undefined;
  readonly #state: GitHubState;
  readonly #versions = new Map<string, { readonly id: number; readonly createdAt: Date }>();

  constructor(state: GitHubState) {
    this.#state = state;
  }

  /** A registry took a manifest: tells an App that listens, where the package is linked to a repository that it is installed on. */
  announce(push: PackagePush): void {
    // Most Apps here do not listen, and registries of tests take thousands.
    if (!this.#state.world.app.events.includes(EVENT)) return;
    const happening = this.#happening(push);
    if (happening) announce(happening, this.#state);
  }

  /** The whole body of the true event, for a test to change before it tells. Throws where no App would hear of it. */
  payloadOf(push: PackagePush): Record<string, unknown> {
    const happening = this.#happening(push);
    const installation =
      happening?.repository && this.#state.installations.ofRepository(happening.repository);
    if (!installation) throw new Error(`No App hears of ${push.organization}/${push.name}`);
    return bodyOf(happening, installation, this.#state);
  }

  /** Sends this, true or not, to the App, whether or not it listens: what GitHub sends differs from what it describes. */
  tell(payload: Readonly<Record<string, unknown>>, event: "registry_package" | "package" = EVENT): void {
    const [installation, repository] = [idIn(payload["installation"]), idIn(payload["repository"])];
    this.#state.hooks.send({ event, payload, installation, repository });
  }

  #happening(push: PackagePush): Happening | undefined {
    const known = this.find(push.organization, push.name);
    if (known?.repository === undefined) return undefined;
    const { repository } = known;
    const { world } = this.#state;
    const key = `${push.organization}/${push.name}@${push.digest}`;
    const version = this.#versions.get(key) ?? { id: world.nextId(), createdAt: world.now() };
    this.#versions.set(key, version);
    const payload = packagePayload(push, { ...known, repository }, version);
    return { event: EVENT, payload, repository, sender: repository.creator };
  }

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

function idIn(value: unknown): number | null {
  const isNamed = typeof value === "object" && value !== null && "id" in value;
  return isNamed && typeof value.id === "number" ? value.id : null;
}
