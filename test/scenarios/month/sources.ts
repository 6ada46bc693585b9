import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { RegistryStore } from "../../../sandbox/registry/store/registry-store.ts";

const SOURCES = 40;
const TAGS = 900;
/** Tags that a release adds at most. */
const MOST_PUT = 4;
const INDEX = ["linux/amd64", "linux/arm64"];

/** Forty repositories of a registry, of nine hundred tags in all: versions, floating tags, an Alpine line, candidates. They change as others would change them. */
export class Sources {
  readonly names: readonly string[] = Array.from({ length: SOURCES }, (_, at) => nameOf(at));
  readonly #store: RegistryStore;
  readonly #random: () => number;
  /** Of each source, the full versions without a suffix, oldest first. */
  readonly #versions = new Map<string, string[]>();
  #made = 0;

  constructor(store: RegistryStore, random: () => number) {
    this.#store = store;
    this.#random = random;
    for (const name of this.names) this.#versions.set(name, []);
    for (const name of this.names) {
      for (const version of ["1.0.0", "1.1.0", "2.0.0"]) this.#release(name, version);
      this.#put(name, "2.1.0-rc1");
    }
    for (let at = 0; this.tags < TAGS - MOST_PUT; at += 1) {
      const name = this.#name(at);
      this.#release(name, this.#next(name));
    }
    for (let at = 0; this.tags < TAGS; at += 1) this.#put(this.#name(at), "edge");
  }

  /** Tags of all sources now. */
  get tags(): number {
    return this.names.reduce((sum, name) => sum + this.#store.tags(name).length, 0);
  }

  /** One of the sources changes: a release, a rebuild of a version that was there, or, seldom, a tag that goes. */
  change(): void {
    const name = this.#pick(this.names);
    const versions = this.#versions.get(name) ?? [];
    const kind = this.#random();
    if (kind < 0.5) this.#release(name, this.#next(name));
    else if (kind < 0.93) this.#release(name, this.#pick(versions.slice(-6)));
    else if (versions.length > 8) {
      const [gone = ""] = versions.splice(1 + Math.floor(this.#random() * 3), 1);
      this.#store.deleteTag(name, gone);
    }
  }

  /** Pushes a version, anew where it was there, and whatever floats with it. */
  #release(name: string, version: string): void {
    const versions = this.#versions.get(name) ?? [];
    if (!versions.includes(version)) versions.push(version);
    const digest = this.#put(name, version);
    const [major, minor] = version.split(".");
    const line = versions.filter((each) => each.startsWith(`${major}.${minor}.`));
    if (line.at(-1) === version) this.#store.tag(name, `${major}.${minor}`, digest);
    const above = versions.filter((each) => each.startsWith(`${major}.`));
    if (newest(above) === version) this.#store.tag(name, `${major}`, digest);
    if (newest(versions) === version) this.#store.tag(name, "latest", digest);
    if (this.names.indexOf(name) % 8 === 5) this.#put(name, `${version}-alpine`);
  }

  #put(name: string, tag: string) {
    this.#made += 1;
    const isIndex = this.names.indexOf(name) % 8 === 3;
    const image = generateImage({
      seed: `${name}:${tag}/${this.#made}`,
      layers: 1,
      layerSize: 64,
      ...(isIndex && { platforms: INDEX }),
    });
    return pushImage(this.#store, name, tag, image).digest;
  }

  /** The next patch of the newest version, or a minor of it. */
  #next(name: string): string {
    const [major = 1, minor = 0, patch = 0] = newest(this.#versions.get(name) ?? [])
      .split(".")
      .map(Number);
    return this.#random() < 0.3 ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
  }

  #name(at: number): string {
    return this.names[at % SOURCES] ?? "";
  }

  #pick<T>(among: readonly T[]): T {
    return among[Math.floor(this.#random() * among.length)] as T;
  }
}

/** Official images among those of organizations. */
function nameOf(at: number): string {
  return at % 3 === 0 ? `library/image-${at}` : `team-${at % 5}/image-${at}`;
}

function newest(versions: readonly string[]): string {
  const key = (version: string) =>
    version
      .split(".")
      .map((part) => part.padStart(4, "0"))
      .join(".");
  return [...versions].sort((a, b) => (key(a) < key(b) ? -1 : 1)).at(-1) ?? "1.0.0";
}
