/**
 * Why a job does nothing, as a closed set. `CONFIG_UNREADABLE` GitHub does not give the config · `CONFIG_INVALID` the config is
 * wrong · `CREDENTIALS` the Docker config is.
 */
export type JobErrorCode = "CONFIG_UNREADABLE" | "CONFIG_INVALID" | "CREDENTIALS";

/** A job cannot begin. The message is one line for people, without secrets; `details` are more such lines. */
export class JobError extends Error {
  override readonly name = "JobError";
  readonly code: JobErrorCode;
  readonly details: readonly string[];

  constructor(code: JobErrorCode, message: string, details: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
