import { type Digest, isDigest } from "../../oci/digest.ts";
import { hasCode, RegistryError } from "../../oci/error.ts";
import { header } from "../../oci/http/body.ts";
import { nextLink } from "../../oci/http/link.ts";
import { askGitHub, type GitHubAccess } from "../ask-github.ts";

/** A manifest of a package, as GitHub lists it. */
export interface PackageVersion {
  /** By which it is deleted. */
  readonly url: URL;
  readonly digest: Digest;
  readonly tags: readonly string[];
}

/** A container package. */
export interface PackageName {
  /** In lower case: an organization, or a person. */
  readonly owner: string;
  /** May hold slashes. */
  readonly name: string;
}

const PAGE = 100;
const MOST_PAGES = 100;
const LARGEST_PAGE = 8 * 1024 * 1024;

/**
 * All versions of a package, those without tags, too. Throws `RegistryError`: `NOT_FOUND` where there is no such package, or none that the
 * token may see; `TOO_LARGE` where it has more than 10,000 versions.
 * https://docs.github.com/en/rest/packages/packages#list-package-versions-for-a-package-owned-by-an-organization
 */
export async function listVersions(
  apiUrl: string,
  { owner, name }: PackageName,
  access: GitHubAccess,
): Promise<readonly PackageVersion[]> {
  const list = async (kind: "orgs" | "users") =>
    await listBelow(
      new URL(`${apiUrl}/${kind}/${owner}/packages/container/${encodeURIComponent(name)}/versions`),
      access,
    );
  // Of the two, only the kind that the owner is answers.
  return await list("orgs").catch(async (error: unknown) => {
    if (hasCode(error, "NOT_FOUND")) return await list("users");
    throw error;
  });
}

async function listBelow(place: URL, access: GitHubAccess): Promise<readonly PackageVersion[]> {
  const versions: PackageVersion[] = [];
  let url: URL | undefined = new URL(`${place}?per_page=${PAGE}`);
  for (let pages = 0; url; pages += 1) {
    if (pages === MOST_PAGES)
      throw new RegistryError("TOO_LARGE", `there are over ${PAGE * MOST_PAGES} versions`);
    const { response, bytes } = await askGitHub({ method: "GET", url, limit: LARGEST_PAGE }, access);
    versions.push(...readPage(bytes, place));
    url = nextLink(header(response, "link"), response.url);
  }
  return versions;
}

function readPage(bytes: Buffer, place: URL): readonly PackageVersion[] {
  try {
    const page: unknown = JSON.parse(bytes.toString("utf8"));
    if (Array.isArray(page)) return page.map((item) => readVersion(item, place));
  } catch {
    // Said below.
  }
  throw new RegistryError("MALFORMED", "the list of versions is none");
}

/** Throws `TypeError` for what is no version of a container. */
function readVersion(
  { id, name, metadata }: { readonly id: unknown; readonly name: unknown; readonly metadata: Metadata },
  place: URL,
): PackageVersion {
  const tags = metadata?.container?.tags ?? [];
  if (typeof id !== "number" || typeof name !== "string" || !isDigest(name) || !isTexts(tags))
    throw new TypeError("no version");
  return { url: new URL(`${place}/${id}`), digest: name, tags };
}

type Metadata = { readonly container?: { readonly tags?: unknown } } | undefined;

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((item) => typeof item === "string");
}
