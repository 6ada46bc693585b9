import { isGitHubError } from "../github-error.ts";

/** What GitHub answers; undefined where it says that there is no such thing. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isGitHubError(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}
