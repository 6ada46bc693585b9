import type { Output } from "../cli/output.ts";
import type { JobEnvironment } from "../environment/job-environment.ts";
import type { Clock } from "../oci/clock.ts";
import type { ProxyFor } from "../oci/http/proxy/proxy.ts";

/** What a job stands on. */
export interface JobParts {
  readonly job: JobEnvironment;
  /** `GITHUB_TOKEN`. */
  readonly token: string | undefined;
  /** Where registry names really answer; all others are found by their name. */
  readonly endpoints: ReadonlyMap<string, URL>;
  readonly proxyFor: ProxyFor | undefined;
  /** The log. */
  readonly stdout: Output;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** A text that nobody can guess. */
  readonly createToken: () => string;
  /** Ends the job; what is known by then is left all the same. */
  readonly signal: AbortSignal;
}
