/** What the name of a tag says: `v1.2.3-rc.1-alpine3.20` is 1.2.3, the prerelease rc 1, of the line `-alpine3.20`. */
export interface Version {
  /** One to four, as many as the tag names. */
  readonly numbers: readonly number[];
  /** The word in lower case, and its numbers: `["rc", 1]`. Empty: it is none. */
  readonly prerelease: readonly Identifier[];
  /** What follows: the variant, with what separates it (`-alpine3.20`, `.Final`). Empty: nothing does. */
  readonly suffix: string;
}

export type Identifier = string | number;

/** One text for all names of a version (`1.2.0`, `v1.2`), of whatever line. */
export function versionKey({ numbers, prerelease }: Version): string {
  const [major, minor = 0, patch = 0, fourth = 0] = numbers;
  return [major, minor, patch, fourth, ...prerelease].join(".");
}
