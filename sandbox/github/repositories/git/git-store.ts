import type { TreeEntry } from "isomorphic-git";
import { changeTree } from "./change-tree.ts";
import type { Commit, NewCommit } from "./commit.ts";
import { CommitGraph } from "./commit-graph.ts";
import type { Files } from "./file-content.ts";
import { GitObjects } from "./git-objects.ts";

/** The Git side of a repository: objects, the graph of commits, and refs. It tells nobody. */
export class GitStore {
  readonly objects: GitObjects;
  readonly commits: CommitGraph;
  /** Shas by full name, as in `refs/heads/main`. */
  readonly refs = new Map<string, string>();

  private constructor(objects: GitObjects, commits: CommitGraph) {
    this.objects = objects;
    this.commits = commits;
  }

  static async init(defaultBranch: string): Promise<GitStore> {
    return new GitStore(await GitObjects.init(defaultBranch), new CommitGraph());
  }

  /** The same branches and tags, which go their own ways from now on. Commits of one are found in the other, as in GitHub's networks of forks. */
  async fork(defaultBranch: string): Promise<GitStore> {
    const fork = new GitStore(await this.objects.fork(defaultBranch), this.commits);
    for (const [ref, sha] of this.refs) {
      if (/^refs\/(?:heads|tags)\//.test(ref)) await fork.setRef(ref, sha);
    }
    return fork;
  }

  branch(name: string): string | undefined {
    return this.refs.get(`refs/heads/${name}`);
  }

  /** Branches by name, with their heads. */
  branches(): readonly (readonly [string, string])[] {
    return [...this.refs]
      .filter(([ref]) => ref.startsWith("refs/heads/"))
      .map(([ref, sha]) => [ref.slice("refs/heads/".length), sha]);
  }

  /** The commit that a branch, a tag, a ref or a sha of at least 7 digits names. */
  resolve(name: string): Commit | undefined {
    const sha = ["refs/heads/", "refs/tags/", "refs/", ""]
      .map((prefix) => this.refs.get(`${prefix}${name}`))
      .find((found) => found !== undefined);
    return sha === undefined ? this.commits.complete(name) : this.commits.get(sha);
  }

  async setRef(ref: string, sha: string | undefined): Promise<void> {
    if (sha === undefined) {
      this.refs.delete(ref);
      await this.objects.deleteRef(ref);
    } else {
      this.refs.set(ref, sha);
      await this.objects.writeRef(ref, sha);
    }
  }

  addCommit(commit: NewCommit): Commit {
    const written = this.objects.writeCommit(commit);
    this.commits.add(written);
    return written;
  }

  /** A tree like that of `parent` but for these files. */
  async changedTree(parent: Commit | undefined, files: Files): Promise<string> {
    if (parent && Object.keys(files).length === 0) return parent.tree;
    const tree = await changeTree(this.objects, parent?.tree, files);
    return tree ?? this.objects.writeTree([]);
  }

  /** What stands at a path; undefined where nothing does. Not for the root. */
  async entryAt({ tree }: Commit, path: string): Promise<TreeEntry | undefined> {
    let folder: string | undefined = tree;
    let entry: TreeEntry | undefined;
    for (const name of path.split("/")) {
      if (folder === undefined) return undefined;
      entry = (await this.objects.readTree(folder)).find((item) => item.path === name);
      folder = entry?.type === "tree" ? entry.oid : undefined;
    }
    return entry;
  }

  /** Text of a file; undefined where there is none. */
  async readText(commit: Commit, path: string): Promise<string | undefined> {
    const entry = await this.entryAt(commit, path);
    return entry?.type === "blob" ? (await this.objects.readBlob(entry.oid)).toString("utf8") : undefined;
  }
}
