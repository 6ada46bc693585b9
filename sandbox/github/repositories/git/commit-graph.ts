import type { Commit } from "./commit.ts";

/** All commits of a repository. They are added after their parents, so that the order of adding is a topological one. */
export class CommitGraph {
  readonly #commits = new Map<string, { readonly commit: Commit; readonly position: number }>();

  get(sha: string): Commit | undefined {
    return this.#commits.get(sha)?.commit;
  }

  add(commit: Commit): void {
    if (!this.#commits.has(commit.sha))
      this.#commits.set(commit.sha, { commit, position: this.#commits.size });
  }

  /** The one commit whose sha begins so; at least 7 digits. */
  complete(prefix: string): Commit | undefined {
    if (!/^[0-9a-f]{7,40}$/.test(prefix)) return undefined;
    const exact = this.get(prefix);
    if (exact || prefix.length === 40) return exact;
    const found = [...this.#commits.values()].filter(({ commit }) => commit.sha.startsWith(prefix));
    return found.length === 1 ? found[0]?.commit : undefined;
  }

  /** Commits reachable from `to` and not from any of `from`; newest last. Unknown shas count for nothing. */
  between(from: readonly string[], to: string): readonly Commit[] {
    const known = this.#reach(from, new Set());
    return this.#inOrder(this.#reach([to], known));
  }

  /** The newest commit that both come from. */
  mergeBase(one: string, other: string): Commit | undefined {
    const ours = this.#reach([one], new Set());
    return this.#inOrder([...this.#reach([other], new Set())].filter((sha) => ours.has(sha))).at(-1);
  }

  isAncestor(ancestor: string, of: string): boolean {
    return this.#reach([of], new Set()).has(ancestor);
  }

  #reach(from: readonly string[], without: ReadonlySet<string>): Set<string> {
    const reached = new Set<string>();
    const left = [...from];
    for (let sha = left.pop(); sha !== undefined; sha = left.pop()) {
      const commit = this.get(sha);
      if (!commit || reached.has(sha) || without.has(sha)) continue;
      reached.add(sha);
      left.push(...commit.parents);
    }
    return reached;
  }

  #inOrder(shas: Iterable<string>): Commit[] {
    return [...shas]
      .flatMap((sha) => this.#commits.get(sha) ?? [])
      .sort((a, b) => a.position - b.position)
      .map(({ commit }) => commit);
  }
}
