import type { AppIdentity } from "../github.ts";
import { GitHubError } from "../github-error.ts";
import type { Calls } from "./calls.ts";
import type { Octokit } from "./installation-client.ts";

const OPERATION = "get the App";

/** Who the App is. `app`: as the App itself. */
export async function identifyApp(
  app: () => Promise<Octokit>,
  calls: Calls,
  signal: AbortSignal,
): Promise<AppIdentity> {
  const { rest } = await app();
  const ask = () => rest.apps.getAuthenticated({ request: { signal } });
  const { data } = await calls.make(OPERATION, signal, ask);
  if (!data?.slug) throw new GitHubError("UNAVAILABLE", OPERATION, "it did not tell the name of its bot");
  return { id: data.id, slug: data.slug, name: data.name };
}
