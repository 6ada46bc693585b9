/** What a manifest needs to know besides `app.yml`. */
export interface ManifestSurroundings {
  readonly name: string;
  readonly description: string;
  /** Where webhooks go. */
  readonly hookUrl: string;
  /** Where GitHub sends the browser back to, with a code. */
  readonly redirectUrl: string;
  /** The home page of the App; GitHub wants one. */
  readonly homepage: string;
}

/**
 * The manifest that GitHub makes an App from; what `app.yml` says stands.
 *
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters
 */
export function createManifest(appYml: object, surroundings: ManifestSurroundings): Record<string, unknown> {
  const { name, description, hookUrl, redirectUrl, homepage } = surroundings;
  return {
    name,
    description,
    url: homepage,
    hook_attributes: { url: hookUrl, active: true },
    public: false,
    ...appYml,
    redirect_url: redirectUrl,
  };
}

/** Where people meet the GitHub whose API this is: github.com, a tenant of ghe.com, an Enterprise Server. */
export function webUrlOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  const isHosted = /^api\.(?:github\.com|[^.]+\.ghe\.com)$/.test(url.hostname);
  return isHosted ? `${url.protocol}//${url.host.slice("api.".length)}` : url.origin;
}
