import type { RepositoryName } from "../github/github.ts";
import { UsageError } from "./usage-error.ts";

/** Reads `OWNER/REPOSITORY`. Throws {@link UsageError} that begins with `origin`, where the text stood. */
export function parseRepository(text: string, origin: string): RepositoryName {
  const [, owner, name] = /^([\w-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
  if (owner && name && !/^\.\.?$/.test(name)) return { owner, name };
  throw new UsageError(`${origin}: "${text}" is not OWNER/REPOSITORY, as in acme/mirrors`);
}
