import type { Manners } from "./manners.ts";
import { plainManners } from "./plain-manners.ts";
import { type Reply, textReply } from "./reply.ts";

/** Docker Hub's pull limit, and whatever else shall be varied. */
export interface DockerHubOptions extends Partial<Manners> {
  /** Pulls per window without an account (default 100). */
  readonly limit?: number;
  /** Pulls per window with an account (default: the same as `limit`). */
  readonly accountLimit?: number;
  /** In seconds (default 21,600). */
  readonly window?: number;
  /** Requests of any kind that one address may make in a minute, before {@link ABUSE_REFUSAL} (default: any number). */
  readonly abuseLimit?: number;
}

/** What an address hears that asks too often, whatever it asks for: not the refusal of a pull, and nothing of pulls in it. */
export const ABUSE_REFUSAL: Reply = textReply(429, "Too Many Requests\n", { "retry-after": "60" });

/**
 * registry-1.docker.io: names of two parts (official images under `library/`), tokens from another host, a
 * manifest GET costs one pull while HEAD and blobs are free, blobs live on another host, and a repository
 * that does not exist looks like a private one. docs.docker.com, "Docker Hub usage and limits".
 */
export function dockerHubManners(options: DockerHubOptions = {}): Manners {
  const { limit = 100, accountLimit = limit, window = 21_600, abuseLimit, ...variation } = options;
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
    rate:
      abuseLimit === undefined
        ? undefined
        : { of: "requests", limit: abuseLimit, window: 60, refusal: ABUSE_REFUSAL },
    cdnMethods: ["GET", "HEAD"],
    monolithicPost: false,
    absoluteLocation: true,
    hidesAbsent: true,
    ...variation,
  });
}
