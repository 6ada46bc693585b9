/** What is mirrored of a source, by its number: every way to choose. */
const CHOICES = [
  '{ tags: [{ glob: "*", latest: 5 }], exclude: ["*-rc*"] }',
  '{ tags: [{ semver: ">=1", latest: 5 }] }',
  '{ tags: ["1.*", "latest"] }',
  '{ tags: [{ semver: ">=1 <3", latest: 8 }, "latest"] }',
  '{ tags: ["1.0.0", "1.1.0", "2", "latest"] }',
  '{ tags: [{ semver: "*", suffix: "-alpine", latest: 4 }, "latest"] }',
  "{ tags: [{ regex: '\\d+\\.\\d+' }, { glob: \"*.*.*\", latest: 4 }] }",
  '{ tags: ["*"] }',
] as const;

/** The habits of each repository. */
const DEFAULTS = [
  "",
  '{ schedule: "0 3 * * *" }',
  "{ schedule: every 1h }",
  "",
  "{ schedule: every 12h, min-age: 2d }",
  "{ schedule: every 12h, on-change: backup, keep-backups: 2 }",
  '{ schedule: "0 15 * * *", on-change: keep, verify-every: 3d }',
  "{ schedule: every 1d }",
] as const;

/** Milliseconds for which the images of the fifth repository wait. */
export const MIN_AGE = 2 * 24 * 3_600_000;

/** The configs of eight repositories, by name: five sources each, chosen in every way, at every pace. The last one has an image of the first, too. */
export function configsOf(sources: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    DEFAULTS.map((defaults, repository) => {
      const entries = sources.slice(5 * repository, 5 * repository + 5).map((source, at) => {
        const choice = CHOICES[(5 * repository + at) % CHOICES.length] ?? "{}";
        return `${choice.slice(0, -2)}, source: docker.io/${source}${paceOf(repository, at)} }`;
      });
      if (repository === DEFAULTS.length - 1)
        entries.push(`{ source: docker.io/${sources[0]}, to: shared, tags: ["latest"] }`);
      const lines = [
        "version: 1",
        ...(defaults ? [`defaults: ${defaults}`] : []),
        "mirrors:",
        ...entries.map((entry) => `  - ${entry}`),
        "",
      ];
      return [`mirrors-${repository}`, lines.join("\n")];
    }),
  );
}

/** The fourth repository has entries of two schedules. */
function paceOf(repository: number, at: number): string {
  if (repository !== 3) return "";
  return at < 2 ? ", schedule: every 12h" : ', schedule: "30 4 * * *"';
}
