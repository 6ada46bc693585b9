import { ProbotOctokit } from "probot";

/** What an Octokit is made with; the rest is passed on as it is. */
interface OctokitOptions {
  readonly [option: string]: unknown;
  readonly throttle?: object;
}

/** Seconds. A longer wait would hold a worker that others need; the queue waits better. */
const LONGEST_WAIT = 60;
const MOST_RETRIES = 2;

/**
 * Octokit as the App uses it. It spaces requests as GitHub asks for (one that changes something per second and installation,
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api), waits out short limits, and
 * passes on long ones as errors.
 */
export const AppOctokit = ProbotOctokit.defaults((options: OctokitOptions) => ({
  ...options,
  // Probot brings its own answers to limits, which would go before plain defaults: they wait however long it takes.
  throttle: { ...options.throttle, onRateLimit: mayRetry, onSecondaryRateLimit: mayRetry },
}));

function mayRetry(retryAfter: number, _request: object, _octokit: object, retryCount: number): boolean {
  return retryAfter <= LONGEST_WAIT && retryCount < MOST_RETRIES;
}
