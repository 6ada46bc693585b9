/** What GitHub demands of a body and its description does not say, or says too weakly for a schema. */
export function ownRules(operation: string, body: unknown): string[] {
  if (operation === "checks/create" || operation === "checks/update") return checkRunRules(body);
  return [];
}

interface CheckRunBody {
  readonly status?: string;
  readonly conclusion?: string;
  readonly completed_at?: string;
  readonly output?: { readonly annotations?: readonly AnnotationBody[] };
  readonly actions?: readonly unknown[];
}

interface AnnotationBody {
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
}

/** https://docs.github.com/en/rest/checks/runs#create-a-check-run */
function checkRunRules(body: unknown): string[] {
  const { status, conclusion, completed_at, output } = body as CheckRunBody;
  const errors: string[] = [];
  const isCompleted = status === "completed" || completed_at !== undefined;
  if (isCompleted && conclusion === undefined) errors.push("/conclusion is needed by what is completed");
  // GitHub would silently take it as completed: whoever sends both means something else.
  if (conclusion !== undefined && status !== undefined && status !== "completed") {
    errors.push(`/conclusion does not go with the status ${status}`);
  }
  if (conclusion === "stale") errors.push("/conclusion stale is set by GitHub alone");
  for (const [index, annotation] of (output?.annotations ?? []).entries()) {
    const { start_line, end_line, start_column, end_column } = annotation;
    const at = `/output/annotations/${index}`;
    if (end_line < start_line) errors.push(`${at} ends before it starts`);
    if (start_line !== end_line && (start_column !== undefined || end_column !== undefined)) {
      errors.push(`${at} has columns, and more than one line`);
    }
  }
  return errors;
}
