/** Where one side answers. `host` holds the port. */
export interface Endpoint {
  readonly host: string;
  readonly secure: boolean;
}

/** What a tool is asked to do: bring every one of `tags` of `repository` from one registry to the other. */
export interface Job {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** The same path on both sides, `bench/<workload>`. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** Where the files of a way are written. */
  readonly directory: string;
}

/** One way to run a tool: a command that starts no shell, and what it reads. */
export interface Way {
  /** The setting that tells it from the tool's other ways, as people type it. */
  readonly label: string;
  readonly command: readonly string[];
  /** Written into the job's directory before every run: name → content. */
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A program that mirrors images. Each file of `bench/tools` exports one as its default. Trust in a registry's
 * certificate is not its concern: under TLS every run gets `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`.
 */
export interface Tool {
  readonly name: string;
  /** The command that prints its version; a tool whose command cannot be run is reported as absent. */
  readonly version: readonly string[];
  /** The settings worth trying for this job, most promising first; none when another tool of the project does it. */
  ways(job: Job): readonly Way[];
}
