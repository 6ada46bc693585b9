import type { GitHubState } from "../apps/github-state.ts";
import { announce, bodyOf } from "../apps/send-event.ts";
import type { Happening } from "../world.ts";
import { type PackagePush, packagePayload } from "./package-event.ts";
import { NO_PACKAGES, type PackageSource } from "./package-source.ts";
import { Versions } from "./versions.ts";

/** Apps hear of packages by this name, whatever the documentation says. */
const EVENT = "registry_package";

/** Container packages. Nobody knows of any before a registry says what it has (`source`). */
export class Packages {
  source: PackageSource = NO_PACKAGES;
  readonly versions: Versions;
  readonly #state: GitHubState;
  readonly #firstTold = new Map<number, Date>();

  constructor(state: GitHubState) {
    this.#state = state;
    this.versions = new Versions(state.world);
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
    const { organization: owner, name, digest } = push;
    const known = this.source.find(owner, name);
    if (known?.repository === undefined) return undefined;
    const { repository } = known;
    const id = this.versions.idOf({ owner, name }, digest);
    const createdAt = this.#firstTold.get(id) ?? this.#state.world.now();
    this.#firstTold.set(id, createdAt);
    const payload = packagePayload(
      push,
      { id: known.id, createdAt: known.createdAt, repository },
      { id, createdAt },
    );
    return { event: EVENT, payload, repository, sender: repository.creator };
  }
}

function idIn(value: unknown): number | null {
  const isNamed = typeof value === "object" && value !== null && "id" in value;
  return isNamed && typeof value.id === "number" ? value.id : null;
}
