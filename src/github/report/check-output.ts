/** What a check run shows. Markdown, but for the title. GitHub takes 65,535 characters each of summary and text. */
export interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  /** All of them: whoever sends them sends at most 50 at once, and GitHub adds them up. */
  readonly annotations?: readonly Annotation[];
}

/** In one request. https://docs.github.com/en/rest/checks/runs#update-a-check-run: "maximum of 50 annotations per API request". */
export const MOST_ANNOTATIONS = 50;

/** A remark on lines of a file. GitHub takes columns only where both lines are the same. */
export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}
