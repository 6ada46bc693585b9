import { abandonUpload } from "../../copy/abandon-upload.ts";
import { hasCode, type RegistryError } from "../../oci/error.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import { startUpload } from "../../oci/registry/uploads.ts";
import { ghcrRefusalOf } from "../../reconcile/ghcr-refusal.ts";
import type { Deed } from "./judge.ts";

/** What a registry says to a probe. `deed` is what it refused, where its words tell that; `reason` are its words. */
export type Probed =
  | { readonly isAccepted: true }
  | { readonly isAccepted: false; readonly deed: Deed | undefined; readonly reason: string };

/**
 * Finds out whether a registry would take an image into a repository: opens an upload there, and gives it up. Nothing is stored, and
 * neither logging in nor getting a token would prove as much. What is no answer, such as an outage, is thrown: `RegistryError`
 * or `KeychainError`.
 */
export async function probe(repository: Repository, signal: AbortSignal): Promise<Probed> {
  try {
    const upload = await startUpload(repository, undefined, signal);
    if (upload) await abandonUpload(upload);
    return { isAccepted: true };
  } catch (error) {
    if (!hasCode(error, "DENIED", "UNAUTHORIZED")) throw error;
    return { isAccepted: false, deed: refusedDeed(error), reason: reasonOf(error) };
  }
}

function refusedDeed({ message }: RegistryError): Deed | undefined {
  switch (ghcrRefusalOf(message)?.code) {
    case "CREATE_NOT_ALLOWED":
    case "CREATION_DISABLED":
      return "create";
    case "WRITE_NOT_ALLOWED":
    case "NO_WRITE_GRANT":
      return "write";
    default:
      return undefined;
  }
}

/** Without the URL of the message, which is the operator's business. */
function reasonOf({ registryCode, registryMessage, status }: RegistryError): string {
  return [registryCode, registryMessage].filter(Boolean).join(": ") || `${status}, without a word`;
}
