import { ProbotOctokit } from "probot";

/** Seconds. A longer wait would hold a worker that others need; the queue waits better. */
const LONGEST_WAIT = 60;
const MOST_RETRIES = 2;

/**
 * Octokit as the App uses it. It spaces requests as GitHub asks for (one that changes something per second and installation,
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api), waits out short limits, and
 * passes on long ones as errors.
 */
export const AppOctokit = ProbotOctokit.defaults({
  throttle: { onRateLimit: mayRetry, onSecondaryRateLimit: mayRetry },
});

function mayRetry(retryAfter: number, _request: object, _octokit: object, retryCount: number): boolean {
  return retryAfter <= LONGEST_WAIT && retryCount < MOST_RETRIES;
}
