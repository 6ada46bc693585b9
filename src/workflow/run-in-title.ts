/**
 * The id of our run that a run of the workflow was begun for, as its `run-name` says: one that a person re-runs or approves keeps it,
 * while ours is a new one. Undefined where somebody has changed that line.
 */
export function runInTitle(title: string): string | undefined {
  return /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/.exec(title)?.[0];
}
