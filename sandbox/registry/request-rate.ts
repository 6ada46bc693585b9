import type { Reply } from "./reply.ts";

/** How often one address may ask a registry, and what it hears beyond that. */
export interface RequestRate {
  /** What is counted: every request but those to storage, or the manifest GETs of callers without an account. */
  readonly of: "requests" | "anonymous-pulls";
  /** In a window. What was refused does not count. */
  readonly limit: number;
  /** In seconds. */
  readonly window: number;
  readonly refusal: Reply;
}
