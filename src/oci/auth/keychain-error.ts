/**
 * What is wrong with a store of credentials, as a closed set.
 *
 * `CONFIG_UNREADABLE` the file is there and cannot be read · `CONFIG_MALFORMED` it is not what Docker writes ·
 * `HELPER_NAME` a helper's name could be a path or an option · `HELPER_MISSING` the program is not there ·
 * `HELPER_TIMEOUT` it does not end · `HELPER_FAILED` it refuses · `HELPER_OUTPUT` its answer is not understood ·
 * `NO_TOKEN` whoever issues tokens gave none.
 */
export type KeychainErrorCode =
  | "CONFIG_UNREADABLE"
  | "CONFIG_MALFORMED"
  | "HELPER_NAME"
  | "HELPER_MISSING"
  | "HELPER_TIMEOUT"
  | "HELPER_FAILED"
  | "HELPER_OUTPUT"
  | "NO_TOKEN";

/** A store of credentials is broken. The message names the file or program and the place, and never holds a secret. */
export class KeychainError extends Error {
  override readonly name = "KeychainError";
  readonly code: KeychainErrorCode;

  constructor(code: KeychainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
