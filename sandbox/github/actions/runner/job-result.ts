/** How a job ended, as the jobs that need it are told. */
export interface JobResult {
  readonly result: "success" | "failure" | "cancelled" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
}
