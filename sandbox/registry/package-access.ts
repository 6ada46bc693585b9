/** What the jobs of a repository may do with a package; each role includes the ones before it. */
export type PackageRole = "read" | "write" | "admin";

interface Settings {
  /** The repository that the package belongs to. */
  link?: number | undefined;
  /** Whether that repository's jobs may write by belonging to it. */
  inherits: boolean;
  readonly grants: Map<number, PackageRole>;
}

/**
 * Which repositories' jobs may do what with which packages: what people set on the packages' pages under *Manage Actions access*, and
 * what the first push of a job sets by itself. Packages are named as in the registry (`acme/app`), repositories by GitHub's ids.
 * https://docs.github.com/en/packages/learn-github-packages/configuring-a-packages-access-control-and-visibility
 */
export class PackageAccess {
  /** Whether jobs and Apps may create packages, which an organization can forbid. */
  creation: "allowed" | "disabled" = "allowed";
  readonly #settings = new Map<string, Settings>();

  /** Makes a package belong to a repository, or to none. It then inherits access, unless {@link setInherited} says otherwise. */
  link(name: string, repository: number | undefined): void {
    this.#of(name).link = repository;
  }

  setInherited(name: string, inherits: boolean): void {
    this.#of(name).inherits = inherits;
  }

  /** Gives a repository's jobs a role, or takes it away. */
  grant(name: string, repository: number, role: PackageRole | undefined): void {
    const { grants } = this.#of(name);
    if (role) grants.set(repository, role);
    else grants.delete(repository);
  }

  linkOf(name: string): number | undefined {
    return this.#settings.get(name)?.link;
  }

  roleOf(name: string, repository: number): PackageRole | undefined {
    const settings = this.#settings.get(name);
    const inherited = settings?.inherits && settings.link === repository ? "write" : undefined;
    return settings?.grants.get(repository) ?? inherited;
  }

  /** The repositories whose jobs may read a package that is private. */
  readers(name: string): ReadonlySet<number> {
    const { link, inherits, grants } = this.#settings.get(name) ?? { inherits: false, grants: new Map() };
    return new Set([...grants.keys(), ...(inherits && link !== undefined ? [link] : [])]);
  }

  /** The repositories whose jobs may do anything with a package. */
  admins(name: string): ReadonlySet<number> {
    const grants = [...(this.#settings.get(name)?.grants ?? [])];
    return new Set(grants.filter(([, role]) => role === "admin").map(([repository]) => repository));
  }

  /** A job has made a package: it belongs to the job's repository, which administers it. Not so where somebody was first. */
  claim(name: string, repository: number): void {
    if (this.linkOf(name) !== undefined) return;
    this.link(name, repository);
    this.grant(name, repository, "admin");
  }

  #of(name: string): Settings {
    const known = this.#settings.get(name);
    if (known) return known;
    const fresh: Settings = { inherits: true, grants: new Map() };
    this.#settings.set(name, fresh);
    return fresh;
  }
}
