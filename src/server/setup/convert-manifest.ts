/** The credentials of an App, by the names of their variables. */
export interface SetupCredentials {
  readonly APP_ID: string;
  readonly PRIVATE_KEY: string;
  readonly WEBHOOK_SECRET: string;
}

/** An App that GitHub has made. */
export interface NewApp {
  /** Its page on GitHub. */
  readonly url: string;
  readonly credentials: SetupCredentials;
}

/**
 * Exchanges the code that GitHub sent the browser back with for the App it made. Rejects with GitHub's words.
 *
 * https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
 */
export async function convertManifest(
  apiUrl: string,
  code: string,
  fetch: typeof globalThis.fetch,
): Promise<NewApp> {
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json", "user-agent": "ghcr-mirror" },
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = await response.json();
  const read = (name: string) => {
    const value: unknown =
      typeof answer === "object" && answer !== null ? Reflect.get(answer, name) : undefined;
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  if (!response.ok) throw new Error(`GitHub refuses the code: ${response.status} ${read("message")}`);
  return {
    url: read("html_url"),
    credentials: {
      APP_ID: read("id"),
      PRIVATE_KEY: read("pem"),
      WEBHOOK_SECRET: read("webhook_secret"),
    },
  };
}
