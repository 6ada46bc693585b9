import { randomUUID } from "node:crypto";
import { systemClock } from "../oci/clock.ts";
import { verdictOf } from "../reconcile/verdict.ts";
import type { CommandLine } from "./command-line.ts";
import { parseEndpoints } from "./endpoint.ts";
import { ExitCode, exitCodeOf } from "./exit-code.ts";
import { proxiesOf } from "./proxies.ts";
import { UsageError } from "./usage-error.ts";

const EXIT_CODES = {
  wrong: ExitCode.usage,
  stopped: ExitCode.interrupted,
  mistake: ExitCode.failed,
} as const;

/**
 * Does what the GitHub Action is for. Ends as `sync` does, but for what waits for pulls, which the App goes on with: that is no failure
 * of the job. One that fails on account of its images has left its result.
 */
export async function runJobCommand({ env, stdout, signal, now }: CommandLine): Promise<ExitCode> {
  const { job } = env;
  if (!job) throw new UsageError("job is what the GitHub Action runs; to copy from here, use sync");
  const { runJob } = await import("../action/run-job.ts");
  const { sayFailure } = await import("../action/say-failure.ts");
  try {
    const report = await runJob({
      job,
      token: env.githubToken,
      endpoints: new Map(parseEndpoints(env.endpoints ?? "", "REGISTRY_ENDPOINTS")),
      proxyFor: proxiesOf(env),
      stdout,
      clock: { ...systemClock, now },
      random: Math.random,
      createToken: randomUUID,
      signal,
    });
    return verdictOf(report) === "deferred" ? ExitCode.ok : exitCodeOf(report);
  } catch (error) {
    return EXIT_CODES[sayFailure(error, stdout, signal)];
  }
}
