import { CopyError } from "../copy/copy-error.ts";
import { KeychainError } from "../oci/auth/keychain-error.ts";
import type { Side } from "../oci/side.ts";
import { remedyFor } from "./remedy.ts";
import type { ReportedError } from "./report.ts";

/**
 * Puts a failure into words for a report. Errors that carry no side of their own belong to the one they happened on. What
 * is not foreseen here is a mistake of this program and is thrown on.
 */
export function explain(error: unknown, side: Side): ReportedError {
  if (error instanceof CopyError) {
    const remedy = remedyFor(error);
    return {
      code: error.code,
      side: error.side,
      message: error.message,
      ...(remedy !== undefined && { remedy }),
    };
  }
  if (error instanceof KeychainError) return { code: error.code, side, message: error.message };
  throw error;
}
