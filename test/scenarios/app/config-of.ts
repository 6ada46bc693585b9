import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";

/** `.github/mirror.yml` with these lines under `mirrors:`. */
export function configOf(...mirrors: readonly string[]): Files {
  return { ".github/mirror.yml": textOf(...mirrors) };
}

/** Its text. */
export function textOf(...mirrors: readonly string[]): string {
  return ["version: 1", "mirrors:", ...mirrors.map((mirror) => `  - ${mirror}`), ""].join("\n");
}
