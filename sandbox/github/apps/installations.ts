import type { Actor } from "../actor.ts";
import type { Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import type { Installation } from "./installation.ts";

/** Where the App is installed. */
export class Installations {
  readonly #byId = new Map<number, Installation>();
  readonly #repositories: World["repositories"];

  constructor(repositories: World["repositories"]) {
    this.#repositories = repositories;
  }

  get all(): readonly Installation[] {
    return [...this.#byId.values()];
  }

  add(installation: Installation): void {
    this.#byId.set(installation.id, installation);
  }

  remove(id: number): void {
    this.#byId.delete(id);
  }

  find(id: number): Installation | undefined {
    return this.#byId.get(id);
  }

  /** Throws where there is none: for callers that name one of theirs. */
  get(id: number): Installation {
    const installation = this.#byId.get(id);
    if (installation === undefined) throw new Error(`There is no installation ${id}`);
    return installation;
  }

  /** On an account there is at most one. */
  ofAccount(login: string): Installation | undefined {
    return this.all.find(({ account }) => account.login.toLowerCase() === login.toLowerCase());
  }

  /** The one that extends to a repository. */
  ofRepository(repository: Repository): Installation | undefined {
    return this.all.find((installation) => includes(installation, repository));
  }

  /** Those that an installation extends to, oldest first. */
  repositoriesOf(installation: Installation): Repository[] {
    return [...this.#repositories.values()].filter((repository) => includes(installation, repository));
  }

  /** Whether a token extends to a repository: it was asked for, and the installation still does. */
  reaches(actor: Actor & { kind: "installation" }, repository: Repository): boolean {
    const installation = this.#byId.get(actor.installation);
    return (
      installation !== undefined &&
      includes(installation, repository) &&
      (actor.repositories === "all" || actor.repositories.has(repository.id))
    );
  }
}

function includes({ account, repositories }: Installation, { id, owner }: Repository): boolean {
  return owner.id === account.id && (repositories === "all" || repositories.has(id));
}
