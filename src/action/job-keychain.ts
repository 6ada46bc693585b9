import type { Keychain } from "../oci/auth/credential.ts";
import { dockerConfigKeychain } from "../oci/auth/docker-config.ts";
import { parseDockerConfig } from "../oci/auth/docker-config-file.ts";
import { firstOf } from "../oci/auth/keychain.ts";
import { KeychainError } from "../oci/auth/keychain-error.ts";
import { JobError } from "./job-error.ts";
import type { Task } from "./read-task.ts";

/** What messages call the Docker config. */
const SECRET = "docker-config (the secret MIRROR_DOCKER_CONFIG)";

/**
 * Who a job is to registries: below the owner that it writes for, the job's own token; elsewhere, whoever the Docker config says,
 * of which nothing but the job knows. Throws {@link JobError} `CREDENTIALS` where that cannot be read.
 */
export function jobKeychain(task: Task, token: string, dockerConfig: string): Keychain {
  try {
    parseDockerConfig(dockerConfig, SECRET);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    throw new JobError("CREDENTIALS", `${error.message}; it takes the text of a Docker config.json`);
  }
  const readFile = () => Promise.resolve(dockerConfig);
  return firstOf(ownKeychain(task, token), dockerConfigKeychain({ path: SECRET, readFile }));
}

function ownKeychain({ registry, owner }: Task, password: string): Keychain {
  const credential = { kind: "password", username: "x-access-token", password } as const;
  return {
    resolve: async (asked, repository) =>
      asked === registry && repository.startsWith(`${owner}/`) ? credential : undefined,
  };
}
