/** What `action.yml` and GitHub Actions tell a job. Set or not, all of it is as written. */
export interface JobEnvironment {
  /** The inputs of the action, by their names in `action.yml`. */
  readonly inputs: {
    readonly run: string | undefined;
    readonly commit: string | undefined;
    readonly config: string | undefined;
    readonly repository: string | undefined;
    readonly skip: string | undefined;
    readonly destination: string | undefined;
    readonly only: string | undefined;
    readonly cleared: string | undefined;
    readonly reserve: string | undefined;
    readonly remove: string | undefined;
    readonly part: string | undefined;
    readonly parallel: string | undefined;
    /** JSON, with secrets. */
    readonly dockerConfig: string | undefined;
  };
  /** `MIRROR_RESULTS`: the folder for what is uploaded. */
  readonly folder: string;
  /** `MIRROR_BYTES_PER_JOB`: from how many bytes on a job more is worth its while. For tests, and runners on slow lines. */
  readonly bytesPerJob: string | undefined;
  /** `GITHUB_API_URL` */
  readonly apiUrl: string | undefined;
  /** `GITHUB_SERVER_URL` */
  readonly serverUrl: string | undefined;
  /** `GITHUB_REPOSITORY`: `acme/mirrors`. */
  readonly repository: string | undefined;
  /** `GITHUB_RUN_ID` */
  readonly runId: string | undefined;
  /** `GITHUB_RUN_NUMBER`: 17 of `run 17`. */
  readonly runNumber: string | undefined;
  /** `GITHUB_RUN_ATTEMPT` */
  readonly attempt: string | undefined;
  /** `GITHUB_STEP_SUMMARY`: the file for Markdown. */
  readonly summaryFile: string | undefined;
  /** `GITHUB_OUTPUT`: the file for outputs. */
  readonly outputFile: string | undefined;
}

/** Reads what a job is told; undefined where this is none. */
export function readJobEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): JobEnvironment | undefined {
  const take = (name: string) => variables[name]?.trim() || undefined;
  const folder = take("MIRROR_RESULTS");
  if (folder === undefined) return undefined;
  return {
    inputs: {
      run: take("MIRROR_RUN"),
      commit: take("MIRROR_COMMIT"),
      config: take("MIRROR_CONFIG"),
      repository: take("MIRROR_REPOSITORY"),
      skip: take("MIRROR_SKIP"),
      destination: take("MIRROR_DESTINATION"),
      only: take("MIRROR_ONLY"),
      cleared: take("MIRROR_CLEARED"),
      reserve: take("MIRROR_RESERVE"),
      remove: take("MIRROR_REMOVE"),
      part: take("MIRROR_PART"),
      parallel: take("MIRROR_PARALLEL"),
      dockerConfig: take("MIRROR_DOCKER_CONFIG"),
    },
    folder,
    bytesPerJob: take("MIRROR_BYTES_PER_JOB"),
    apiUrl: take("GITHUB_API_URL"),
    serverUrl: take("GITHUB_SERVER_URL"),
    repository: take("GITHUB_REPOSITORY"),
    runId: take("GITHUB_RUN_ID"),
    runNumber: take("GITHUB_RUN_NUMBER"),
    attempt: take("GITHUB_RUN_ATTEMPT"),
    summaryFile: take("GITHUB_STEP_SUMMARY"),
    outputFile: take("GITHUB_OUTPUT"),
  };
}
