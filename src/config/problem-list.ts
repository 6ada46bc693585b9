import type { Position, Problem } from "./problem.ts";
import type { Value } from "./value.ts";

/** A hostile file can have a problem per byte; nobody reads more than these. */
const MAX_PROBLEMS = 200;

/** Collects what is wrong with a file. The same problem at the same place, met again through an alias, counts once. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();
  #left = 0;

  add(value: Value, message: string, hint?: string): void {
    this.addAt(value.node.position, value.path, message, hint);
  }

  addAt(position: Position, path: string, message: string, hint?: string): void {
    const key = `${position.line}:${position.column}:${message}`;
    if (this.#problems.has(key)) return;
    if (this.#problems.size >= MAX_PROBLEMS) this.#left += 1;
    else this.#problems.set(key, { ...position, path, message, ...(hint && { hint }) });
  }

  get isEmpty(): boolean {
    return this.#problems.size === 0;
  }

  /** In the order of the file, with a last one that counts those beyond the first 200. */
  toArray(): readonly Problem[] {
    const problems = [...this.#problems.values()].sort((a, b) => a.line - b.line || a.column - b.column);
    if (this.#left === 0) return problems;
    const last = { line: problems.at(-1)?.line ?? 1, column: problems.at(-1)?.column ?? 1 };
    return [...problems, { ...last, path: "", message: `and ${this.#left} more problems` }];
  }
}
