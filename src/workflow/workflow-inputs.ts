/** What the bot tells the workflow that it starts: who asks, for what. All of it is data, and never becomes shell text. */
export interface WorkflowInputs {
  /** The run's id, a UUID: the `external_id` of its check run, and part of the workflow run's name. */
  readonly run: string;
  /** The full SHA of the commit whose config is meant. */
  readonly commit: string;
  /** Where the config stands in it: `.github/mirror.yml`. */
  readonly config: string;
  /** The registry and namespace that is written, `ghcr.io/acme`, in lower case: one run of it at a time. */
  readonly destination: string;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
}
