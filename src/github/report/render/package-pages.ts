/**
 * The page where a person changes who may read and write a package of GHCR, `ghcr.io/acme/redis` with or without a tag; undefined
 * for another registry. No API does it.
 */
export function packageSettings(reference: string): string | undefined {
  const [, owner, name] = /^ghcr\.io\/([^/:@]+)\/([^:@]+)/.exec(reference) ?? [];
  if (!owner || !name) return undefined;
  return `https://github.com/orgs/${encode(owner)}/packages/container/${encode(name)}/settings`;
}

/** The page where an owner of an organization says which packages may be created in it. */
export function creationSettings(reference: string): string | undefined {
  const [, owner] = /^ghcr\.io\/([^/:@]+)\//.exec(reference) ?? [];
  return owner && `https://github.com/organizations/${encode(owner)}/settings/packages`;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
