import type { Manners } from "./manners.ts";
import { plainManners } from "./plain-manners.ts";
import { jsonReply, type Reply } from "./reply.ts";

/** ECR Public's rate, and whatever else shall be varied. */
export interface EcrPublicOptions extends Partial<Manners> {
  /** Pulls a second that one address may make without an account (default 1). */
  readonly perSecond?: number;
}

/** It says no time. */
const REFUSAL: Reply = jsonReply(429, {
  errors: [{ code: "TOOMANYREQUESTS", message: "Rate exceeded", detail: null }],
});

/**
 * public.ecr.aws: tokens at `/token/`, a scope in the challenge that is a placeholder, blobs by 307 from a CDN, and one manifest GET a
 * second for callers without an account: an index and its first child at once are one too many.
 * https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html
 */
export function ecrPublicManners(options: EcrPublicOptions = {}): Manners {
  const { perSecond = 1, ...variation } = options;
  return plainManners({
    auth: {
      kind: "token",
      service: "public.ecr.aws",
      anonymous: "pull",
      realmPath: "/token/",
      oauth2: false,
    },
    admits: /^[^/]+\/.+$/,
    badName: "name-invalid",
    tagPage: 1000,
    referrers: true,
    rate: { of: "anonymous-pulls", limit: perSecond, window: 1, refusal: REFUSAL },
    cdnMethods: ["GET"],
    placeholderScope: "aws",
    ...variation,
  });
}
