import type { Actor } from "./actor.ts";

/** One request to the API, and how it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** `checks/create`; undefined for what is not in the contract. */
  readonly operation: string | undefined;
  /** `owner/name` as the path writes it. */
  readonly repository: string | undefined;
  /** JSON as it came, checked or not; undefined where there was none. */
  readonly body: unknown;
  readonly at: Date;
  /** Undefined where the credential was refused. */
  readonly actor: Actor | undefined;
  /** 0 until it is answered, and for ever where the connection was cut. */
  readonly status: number;
}
