import type { Manners } from "./manners.ts";
import { plainManners } from "./plain-manners.ts";
import { type Reply, textReply } from "./reply.ts";

/** Quay's rate, and whatever else shall be varied. */
export interface QuayOptions extends Partial<Manners> {
  /** Requests a second that one address may make, to the registry and to the API (default 5: "a few"). */
  readonly perSecond?: number;
}

/** That of the proxy in front of it, which says no time. */
const REFUSAL: Reply = textReply(
  429,
  "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
  { "content-type": "text/html" },
);

/**
 * quay.io: tokens at `/v2/auth`, blobs by 302 from a CDN, repositories that do not exist look like private ones, a few requests a second for
 * one address, and beside the registry an API that lists tags with their digests. https://docs.quay.io/issues/429.html
 */
export function quayManners(options: QuayOptions = {}): Manners {
  const { perSecond = 5, ...variation } = options;
  return plainManners({
    auth: { kind: "token", service: "quay.io", anonymous: "pull", realmPath: "/v2/auth", oauth2: false },
    admits: /^[^/]+\/.+$/,
    tagOrder: "oldest-first",
    tagPage: 100,
    referrers: true,
    rate: { of: "requests", limit: perSecond, window: 1, refusal: REFUSAL },
    api: "quay",
    cdnMethods: ["GET"],
    cdnStatus: 302,
    hidesAbsent: true,
    ...variation,
  });
}
