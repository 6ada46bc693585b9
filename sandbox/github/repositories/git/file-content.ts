import type { TreeEntry } from "isomorphic-git";

/** What a path is to become: text or bytes of a file, a symbolic link, a submodule at a commit, an object that is there already, or nothing. */
export type FileContent =
  | string
  | Buffer
  | { readonly symlink: string }
  | { readonly submodule: string }
  | TreeEntry
  | null;

/** By path, as in `.github/mirror.yml`. */
export type Files = Readonly<Record<string, FileContent>>;
