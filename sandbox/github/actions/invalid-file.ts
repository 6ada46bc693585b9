/** A workflow file or an `action.yml` that GitHub's parser refuses. */
export class InvalidFile extends Error {
  /** In the parser's words, with lines. */
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`Invalid ${what}: ${problems.join("; ")}`);
    this.name = "InvalidFile";
    this.problems = problems;
  }
}
