import { KeychainError, type KeychainErrorCode } from "../oci/auth/keychain-error.ts";
import { RegistryError, type RegistryErrorCode } from "../oci/error.ts";
import type { Repository } from "../oci/registry/repository.ts";
import type { Side } from "../oci/side.ts";
import { PullsSpentError } from "./pull-gate.ts";

/**
 * A registry's code, that of a store of credentials, or `NO_SUCH_PLATFORM`: the source has none of the platforms that the
 * entry asks for; or `UPLOAD_CUT`: the upload took longer than the destination lets one take; or `PULLS_SPENT`: the source's registry
 * grants no pull for now (the cause is a `PullsSpentError`).
 */
export type CopyErrorCode =
  | RegistryErrorCode
  | KeychainErrorCode
  | "NO_SUCH_PLATFORM"
  | "UPLOAD_CUT"
  | "PULLS_SPENT";

/** A copy failed: on which side, at what, for which reference. The message ends with the registry's own words. */
export class CopyError extends Error {
  override readonly name = "CopyError";
  readonly side: Side;
  readonly operation: string;
  readonly reference: string;
  readonly code: CopyErrorCode;

  constructor(
    side: Side,
    operation: string,
    reference: string,
    code: CopyErrorCode,
    words: string,
    cause?: unknown,
  ) {
    super(`cannot ${operation} ${reference}: ${words}`, { cause });
    this.side = side;
    this.operation = operation;
    this.reference = reference;
    this.code = code;
  }

  /** Whether the reference is that of the repository or of something in it. */
  isAbout(repository: Repository): boolean {
    const name = `${repository}`;
    return this.reference.startsWith(name) && ["", ":", "@"].includes(this.reference.charAt(name.length));
  }
}

/**
 * Runs `work` and gives what the registry throws, the keychain, or the gate of pulls, its side, operation and reference. Other
 * errors pass unchanged.
 */
export async function onSide<T>(
  side: Side,
  operation: string,
  reference: string,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isTold(error) ? new CopyError(side, operation, reference, error.code, error.message, error) : error;
  }
}

function isTold(error: unknown): error is RegistryError | KeychainError | PullsSpentError {
  return error instanceof RegistryError || error instanceof KeychainError || error instanceof PullsSpentError;
}
