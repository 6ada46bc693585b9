import type { Environment } from "../env.ts";
import type { Keychain } from "../oci/auth/credential.ts";
import { dockerConfigKeychain } from "../oci/auth/docker-config.ts";
import { firstOf, forRegistry } from "../oci/auth/keychain.ts";

/** The only registry that GitHub's tokens are for; they are never offered to another name. */
const GHCR = "ghcr.io";

/**
 * Who the command line is to registries, the first that has an answer: `GHCR_TOKEN`, which was put there for this; the
 * Docker config, which somebody logged in to; `GITHUB_TOKEN`, which every GitHub Actions job has.
 */
export function keychainOf({ ghcrToken, githubToken, dockerConfig }: Environment): Keychain {
  return firstOf(
    githubKeychain(ghcrToken),
    dockerConfigKeychain({ path: dockerConfig }),
    githubKeychain(githubToken),
  );
}

/** GHCR ignores the user name; this is the one GitHub documents for installation tokens. */
function githubKeychain(token: string | undefined): Keychain {
  return forRegistry(
    GHCR,
    token === undefined ? undefined : { kind: "password", username: "x-access-token", password: token },
  );
}
