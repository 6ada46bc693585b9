import { createHash } from "node:crypto";

/** As long as GitHub keeps them where nobody says otherwise, in milliseconds. */
const KEPT = 90 * 24 * 60 * 60_000;

/** Files that a run has left. */
export class Artifact {
  readonly id: number;
  readonly name: string;
  readonly zip: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly #now: () => Date;
  #isExpired = false;

  constructor({ id, name, zip, now }: Pick<Artifact, "id" | "name" | "zip"> & { now: () => Date }) {
    this.id = id;
    this.name = name;
    this.zip = zip;
    this.createdAt = now();
    this.expiresAt = new Date(this.createdAt.getTime() + KEPT);
    this.digest = `sha256:${createHash("sha256").update(zip).digest("hex")}`;
    this.#now = now;
  }

  get isExpired(): boolean {
    return this.#isExpired || this.expiresAt <= this.#now();
  }

  /** Ends its time early. */
  expire(): void {
    this.#isExpired = true;
  }
}
