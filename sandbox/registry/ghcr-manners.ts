import type { Manners } from "./manners.ts";
import { plainManners } from "./plain-manners.ts";

const MiB = 1024 * 1024;

/**
 * ghcr.io, as public reports describe it: the challenge's scope is a placeholder, names are lower case, a
 * PATCH with a `Content-Range` above 4 MiB is refused, no referrers API, no deletion, tags by the hundred and
 * oldest first, new packages private (`store.setVisibility` opens one), the token service itself denies
 * anonymous access to them, and with `refuseInstallationTokens` every write of a GitHub App ends in the
 * well-known 403.
 */
export function ghcrManners(variation: Partial<Manners> = {}): Manners {
  return plainManners({
    auth: { kind: "token", service: "ghcr.io", anonymous: "pull", expiresIn: 300, field: "token" },
    admits: /^[^/]+\/.+$/,
    badName: "name-invalid",
    tagOrder: "oldest-first",
    tagPage: 100,
    cdnMethods: ["GET"],
    monolithicPost: false,
    rangedPatchLimit: 4 * MiB,
    visibility: "private",
    hidesAbsent: true,
    deniesAtToken: true,
    ignoresUserName: true,
    placeholderScope: "repository:user/image:pull",
    ...variation,
  });
}
