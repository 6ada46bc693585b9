import { hasCode, RegistryError } from "../../oci/error.ts";
import type { Removal } from "../../reconcile/report.ts";

/** Something is not deleted: it is `kept` because it may be needed, or deleting it `failed`. The message is for people. */
export class RemovalError extends Error {
  override readonly name = "RemovalError";
  readonly code: Exclude<Removal["result"], "deleted">;

  constructor(code: RemovalError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const ADMIN =
  "if it is still there, add this repository with the role Admin under Package settings → Manage Actions access, which is what deleting takes";

/** To be given what a registry throws: what is to be known before something is deleted could not be found out. Throws {@link RemovalError}. */
export function keepIgnorantOf(what: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof RegistryError)) throw error;
    throw new RemovalError("kept", `${what} could not be found out: ${error.message}`, { cause: error });
  };
}

/** To be given what GitHub threw when it was to list or to delete: says it in its words, and what to do. Throws {@link RemovalError}. */
export function explainRefusal(cause: unknown): never {
  if (!(cause instanceof RegistryError)) throw cause;
  const words = cause.registryMessage ?? cause.message;
  // https://docs.github.com/en/packages/learn-github-packages/deleting-and-restoring-a-package
  if (/last (?:tagged )?version/i.test(words)) {
    const why = `GitHub deletes the last version only with its package (${words}): delete the package by hand`;
    throw new RemovalError("kept", why, { cause });
  }
  if (hasCode(cause, "TOO_LARGE"))
    throw new RemovalError("kept", `${words}, too many to find out what needs it`, { cause });
  const remedy = hasCode(cause, "NOT_FOUND", "DENIED", "UNAUTHORIZED") ? `: ${ADMIN}` : "";
  throw new RemovalError("failed", `GitHub says "${words}"${remedy}`, { cause });
}
