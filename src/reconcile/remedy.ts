import type { CopyError } from "../copy/copy-error.ts";
import { RegistryError } from "../oci/error.ts";
import { ghcrRefusalOf } from "./ghcr-refusal.ts";

const NO_CREDENTIAL =
  "No credential was found for the destination: set GHCR_TOKEN (for ghcr.io), or log in with docker login.";

/** What a person can do about a failure. */
export function remedyFor(error: CopyError): string {
  const cause = error.cause instanceof RegistryError ? error.cause : undefined;
  const words = `${cause?.registryMessage ?? ""} ${error.message}`;
  return ghcrRefusalOf(words)?.remedy ?? generalRemedy(error, cause);
}

function generalRemedy({ code, side }: CopyError, cause: RegistryError | undefined): string {
  switch (code) {
    case "UNREACHABLE":
      return "Check the registry's name, and that this machine can reach it.";
    case "PROXY":
      return "Check HTTPS_PROXY (HTTP_PROXY for plain HTTP), which names the proxy, user and password included; NO_PROXY names hosts that are asked without it.";
    case "FORBIDDEN_ADDRESS":
      return "Name a registry on the public internet, or ask the operator to list the host in ALLOW_SOURCE_HOSTS.";
    case "NO_TOKEN":
      return "Check that the App is installed on the repository with `packages: write`, and run it again.";
    case "TLS":
      return "Check the registry's certificate. For a private authority set NODE_EXTRA_CA_CERTS; for plain HTTP give --endpoint HOST=http://….";
    case "UNAUTHORIZED":
      if (cause?.anonymous && side === "destination") return NO_CREDENTIAL;
      return side === "source"
        ? "Check the name in the config, for what does not exist may look like what is private; if it is private, log in to the source (docker login)."
        : "Log in to the destination (docker login), or check that the stored credentials are still valid.";
    case "DENIED":
      if (cause?.anonymous && side === "destination") return NO_CREDENTIAL;
      return `Check that the credentials for the ${side} may ${side === "source" ? "read" : "write"} this repository.`;
    case "NOT_FOUND":
      return side === "source"
        ? "Check the name and the tag in the config."
        : "Check the owner and `to`: some registries want the place to be made first.";
    case "TOO_MANY_REQUESTS":
      return cause?.retryAfter !== undefined && cause.retryAfter > 600_000
        ? "Wait until the pull limit is over, or log in to the registry for a higher one."
        : "Run it again later; logging in often raises the limit.";
    case "PULLS_SPENT":
      return "Wait until the registry grants pulls again, or log in to it for more.";
    case "NO_SPACE":
      return "Free or add storage at the destination.";
    case "UNSUPPORTED":
    case "TOO_LARGE":
      return "Leave this image out with `exclude`.";
    case "UPLOAD_CUT":
      return "Bring it from where the line to the registry is faster, or with a lower --concurrency, so that this layer gets more of it.";
    case "NO_SUCH_PLATFORM":
      return "Correct `platforms` in the config.";
    case "DIGEST_MISMATCH":
    case "SIZE_MISMATCH":
    case "MALFORMED":
    case "REDIRECT":
      return `The ${side} does not keep to what registries agree on: report it to whoever runs it.`;
    case "REJECTED":
      return `The ${side} says why; if that does not help, ask whoever runs it.`;
    case "BLOB_UNKNOWN":
    case "TIMEOUT":
    case "INTERRUPTED":
    case "UNAVAILABLE":
      return "Run it again: what has arrived is not moved again.";
    default:
      return `Correct the credentials for the ${side}: see the Docker config, and log in again (docker login).`;
  }
}
