import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { refusal } from "../refusal.ts";
import { UploadSession, type UploadTreatment } from "./upload-session.ts";

/**
 * The uploads under way. The address of an upload carries a signed state, its id and offset, as
 * docker-registry's does: who goes on with the address of an earlier step is refused.
 */
export class UploadSessions {
  readonly #sessions = new Map<string, UploadSession>();
  readonly #secret = randomBytes(32);

  /** How many are open: neither completed nor cancelled. */
  get count(): number {
    return this.#sessions.size;
  }

  open(repository: string, treatment: UploadTreatment): UploadSession {
    const session = new UploadSession(randomUUID(), repository, treatment);
    this.#sessions.set(session.id, session);
    return session;
  }

  close(session: UploadSession): void {
    this.#sessions.delete(session.id);
  }

  /** The path and query to go on with. */
  location(session: UploadSession): string {
    const state = `${session.size}.${this.#sign(session.id, session.size)}`;
    return `/v2/${session.repository}/blobs/uploads/${session.id}?_state=${state}`;
  }

  /**
   * The session of an address. `anyOffset` accepts the address of an earlier step.
   * Throws BLOB_UPLOAD_INVALID (a wrong or outdated state) or BLOB_UPLOAD_UNKNOWN.
   */
  find(repository: string, id: string, state: string | null, anyOffset: boolean): UploadSession {
    const [offset = "", signature] = state?.split(".") ?? [];
    if (signature !== this.#sign(id, Number(offset))) throw refusal("BLOB_UPLOAD_INVALID", { detail: {} });
    const session = this.#sessions.get(id);
    if (session?.repository !== repository) throw refusal("BLOB_UPLOAD_UNKNOWN", { detail: {} });
    if (!anyOffset && session.size !== Number(offset)) throw refusal("BLOB_UPLOAD_INVALID");
    return session;
  }

  #sign(id: string, offset: number): string {
    return createHmac("sha256", this.#secret).update(`${id} ${offset}`).digest("base64url");
  }
}
