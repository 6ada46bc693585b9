import type { Manners } from "./manners.ts";
import { plainManners } from "./plain-manners.ts";

/** Docker Hub's pull limit, and whatever else shall be varied. */
export interface DockerHubOptions extends Partial<Manners> {
  /** Pulls per window without an account (default 100). */
  readonly limit?: number;
  /** Pulls per window with an account (default: the same as `limit`). */
  readonly accountLimit?: number;
  /** In seconds (default 21,600). */
  readonly window?: number;
}

/**
 * registry-1.docker.io: names of two parts (official images under `library/`), tokens from another host, a
 * manifest GET costs one pull while HEAD and blobs are free, blobs live on another host, and a repository
 * that does not exist looks like a private one. docs.docker.com, "Docker Hub usage and limits".
 */
export function dockerHubManners(options: DockerHubOptions = {}): Manners {
  const { limit = 100, accountLimit = limit, window = 21_600, ...variation } = options;
  return plainManners({
    auth: {
      kind: "token",
      service: "registry.docker.io",
      anonymous: "pull",
      expiresIn: 300,
      field: "both",
      realmHost: true,
    },
    admits: /^[^/]+\/[^/]+$/,
    pullLimit: { limit, accountLimit, window },
    cdnMethods: ["GET", "HEAD"],
    monolithicPost: false,
    absoluteLocation: true,
    hidesAbsent: true,
    ...variation,
  });
}
