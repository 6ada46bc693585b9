import * as fs from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import git, { type TreeEntry } from "isomorphic-git";
import type { Commit, NewCommit } from "./commit.ts";
import { encodeCommit, encodeTree } from "./encode-object.ts";
import { writeLooseObject } from "./write-loose-object.ts";

/**
 * A bare Git repository in a folder of its own; `git` itself can read it. Trees that were read are kept in memory: they
 * never change. Throws isomorphic-git's errors where an object is absent.
 */
export class GitObjects {
  readonly gitdir: string;
  readonly #trees = new Map<string, readonly TreeEntry[]>();

  private constructor(gitdir: string) {
    this.gitdir = gitdir;
  }

  static async init(defaultBranch: string): Promise<GitObjects> {
    const gitdir = await mkdtemp(join(tmpdir(), "sandbox-repository-"));
    await git.init({ fs, dir: gitdir, gitdir, bare: true, defaultBranch });
    return new GitObjects(gitdir);
  }

  /** A repository of its own that holds the same objects, now and later: what one of the two writes, the other one has. */
  async fork(defaultBranch: string): Promise<GitObjects> {
    const fork = await GitObjects.init(defaultBranch);
    const objects = join(fork.gitdir, "objects");
    await rm(objects, { recursive: true });
    await symlink(join(this.gitdir, "objects"), objects);
    return fork;
  }

  async remove(): Promise<void> {
    await rm(this.gitdir, { recursive: true, force: true });
  }

  writeBlob(blob: Uint8Array): string {
    return writeLooseObject(this.gitdir, "blob", blob);
  }

  async readBlob(oid: string): Promise<Buffer> {
    const { blob } = await git.readBlob({ fs, gitdir: this.gitdir, oid });
    return Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  }

  writeTree(tree: readonly TreeEntry[]): string {
    return writeLooseObject(this.gitdir, "tree", encodeTree(tree));
  }

  async readTree(oid: string): Promise<readonly TreeEntry[]> {
    const known = this.#trees.get(oid);
    if (known) return known;
    const { tree } = await git.readTree({ fs, gitdir: this.gitdir, oid });
    this.#trees.set(oid, tree);
    return tree;
  }

  writeCommit(commit: NewCommit): Commit {
    return { ...commit, sha: writeLooseObject(this.gitdir, "commit", encodeCommit(commit)) };
  }

  async writeRef(ref: string, sha: string): Promise<void> {
    await git.writeRef({ fs, gitdir: this.gitdir, ref, value: sha, force: true });
  }

  async deleteRef(ref: string): Promise<void> {
    await git.deleteRef({ fs, gitdir: this.gitdir, ref });
  }

  /** Which branch `HEAD` names. */
  async writeHead(branch: string): Promise<void> {
    await git.writeRef({
      fs,
      gitdir: this.gitdir,
      ref: "HEAD",
      value: `refs/heads/${branch}`,
      symbolic: true,
      force: true,
    });
  }
}
