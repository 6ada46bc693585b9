import type { GhcrRefusalCode } from "../../src/reconcile/ghcr-refusal.ts";

/** What GHCR says when it refuses, as the `DENIED` of an answer with 403, and what we take it for. */
export const GHCR_REFUSALS: readonly (readonly [message: string, code: GhcrRefusalCode])[] = [
  ["installation not allowed to Create organization package", "CREATE_NOT_ALLOWED"],
  ["installation not allowed to Write organization package", "WRITE_NOT_ALLOWED"],
  ["installation not allowed to Read organization package", "READ_NOT_ALLOWED"],
  ["permission_denied: write_package", "NO_WRITE_GRANT"],
  ["permission_denied: create_package", "CREATION_DISABLED"],
  ["permission_denied: The token provided does not match expected scopes.", "MISSING_SCOPE"],
  ["permission_denied: The requested installation does not exist", "WRONG_NAMESPACE"],
  ["denied", "BAD_CREDENTIAL"],
];
