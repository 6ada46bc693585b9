/**
 * How large a config may be. Generous for people; together they keep what a hostile file can make this program do
 * (every tag against every exclude, every tag of a registry against every glob) to seconds.
 */
export const LIMITS = {
  bytes: 2 ** 20,
  /** Levels of nesting as the YAML parser counts them, about two for each of ours. */
  depth: 64,
  /** Values with aliases followed. */
  values: 100_000,
  mirrors: 2_000,
  /** Under `tags` or `exclude`. */
  tags: 2_000,
  /** Among these: globs, regular expressions and ranges. */
  searches: 30,
  globLength: 256,
  regexLength: 256,
  /** Of the regular expressions of a list together, see `measureRegex`: each may be tried at each character of each tag. */
  regexSteps: 500,
  rangeLength: 256,
  /** Of a `latest`. */
  latest: 1_000,
  keepBackups: 1_000,
  pruneLimit: 1_000,
  platforms: 50,
  /** Images that the file names; a glob counts as one. */
  images: 5_000,
  /** In a policy. */
  patterns: 2_000,
  /** Characters of all patterns in a policy that have wildcards elsewhere than as their last part. */
  searching: 500,
} as const;
