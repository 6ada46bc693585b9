import { type Annotation, MOST_ANNOTATIONS } from "../report/check-output.ts";

/** An annotation as GitHub's API names its parts. */
export interface GitHubAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** In GitHub's words, in portions that it takes. */
export function annotationBatches(annotations: readonly Annotation[]): GitHubAnnotation[][] {
  const batches: GitHubAnnotation[][] = [];
  for (let start = 0; start < annotations.length; start += MOST_ANNOTATIONS) {
    batches.push(annotations.slice(start, start + MOST_ANNOTATIONS).map(toGitHubAnnotation));
  }
  return batches;
}

function toGitHubAnnotation(annotation: Annotation): GitHubAnnotation {
  const { path, startLine, endLine, startColumn, endColumn, level, title, message } = annotation;
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn !== undefined && { start_column: startColumn }),
    ...(endColumn !== undefined && { end_column: endColumn }),
    annotation_level: level,
    title,
    message,
  };
}
