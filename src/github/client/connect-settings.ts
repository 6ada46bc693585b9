import { GitHubError } from "../github-error.ts";
import type { AppRights, ContainerPackage, GitHubSettings } from "../settings.ts";
import type { Calls } from "./calls.ts";
import type { Octokit } from "./installation-client.ts";
import { orUndefined } from "./or-undefined.ts";

const MOST_DELIVERIES = 30;

/** What {@link connectSettings} stands on. */
export interface SettingsConnection {
  /** As the App itself. */
  readonly app: () => Promise<Octokit>;
  /** As an installation, a job or a person. */
  readonly own: () => Promise<Octokit>;
  readonly calls: Calls;
}

/** GitHub's settings over Octokit. */
export function connectSettings({ app, own, calls }: SettingsConnection): GitHubSettings {
  return {
    async installedApp({ owner, name }, signal) {
      const { rest } = await app();
      const request = { signal };
      const [found, { data: itself }] = await Promise.all([
        orUndefined(
          calls.make("get the installation", signal, () =>
            rest.apps.getRepoInstallation({ owner, repo: name, request }),
          ),
        ),
        calls.make("get the App", signal, () => rest.apps.getAuthenticated({ request })),
      ]);
      if (!itself) throw new GitHubError("UNAVAILABLE", "get the App", "it told nothing");
      if (!found) return undefined;
      const { data } = found;
      return {
        asked: rightsOf(itself),
        granted: rightsOf(data),
        isSuspended: Boolean(data.suspended_at),
        installationPage: data.html_url,
        registrationPage: registrationPage(itself),
      };
    },

    async webhook(signal) {
      const { rest } = await app();
      const request = { signal };
      const [{ data: hook }, { data: deliveries }] = await Promise.all([
        calls.make("get the App's webhook", signal, () => rest.apps.getWebhookConfigForApp({ request })),
        calls.make("list webhook deliveries", signal, () =>
          rest.apps.listWebhookDeliveries({ per_page: MOST_DELIVERIES, request }),
        ),
      ]);
      return {
        url: hook.url,
        contentType: hook.content_type,
        verifiesTls: `${hook.insecure_ssl ?? 0}` === "0",
        deliveries: deliveries.map(({ delivered_at, event, status_code, status }) => ({
          deliveredAt: new Date(delivered_at),
          event,
          statusCode: status_code,
          status,
        })),
      };
    },

    async actions({ owner, name }, signal) {
      const { rest } = await own();
      const ask = () =>
        rest.actions.getGithubActionsPermissionsRepository({ owner, repo: name, request: { signal } });
      const { data } = await calls.make("get the settings of Actions", signal, ask);
      // Newer than Octokit's types.
      const { sha_pinning_required: wantsShas } = data as { readonly sha_pinning_required?: boolean };
      return { isEnabled: data.enabled, allowed: data.allowed_actions, wantsShas: wantsShas === true };
    },

    async workflowPermissions({ owner, name }, signal) {
      const { rest } = await own();
      const ask = () =>
        rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({
          owner,
          repo: name,
          request: { signal },
        });
      const { data } = await calls.make("get the default permissions of workflows", signal, ask);
      return data.default_workflow_permissions;
    },

    async isOrganization(login, signal) {
      const { rest } = await own();
      const ask = () => rest.orgs.get({ org: login, request: { signal } });
      return (await orUndefined(calls.make("get the organization", signal, ask))) !== undefined;
    },

    async package({ login, isOrganization }, name, signal) {
      const { rest } = await own();
      const asked = { package_type: "container", package_name: name, request: { signal } } as const;
      const ask = () =>
        isOrganization
          ? rest.packages.getPackageForOrganization({ org: login, ...asked })
          : rest.packages.getPackageForUser({ username: login, ...asked });
      const found = await orUndefined(calls.make("get a package", signal, ask));
      return found && packageOf(found.data);
    },
  };
}

function rightsOf({ permissions, events }: { permissions: object; events: readonly string[] }): AppRights {
  return { permissions: { ...permissions }, events };
}

/** Organizations and users have it at different places; enterprises, which have Apps too, at neither. */
function registrationPage(app: {
  readonly slug?: string;
  readonly html_url: string;
  readonly owner: object;
}): string | undefined {
  const { login, type } = app.owner as { readonly login?: string; readonly type?: string };
  const origin = URL.parse(app.html_url)?.origin;
  if (!app.slug || !login || !origin) return undefined;
  const account = type === "Organization" ? `/organizations/${encodeURIComponent(login)}` : "";
  return `${origin}${account}/settings/apps/${encodeURIComponent(app.slug)}`;
}

function packageOf(data: {
  readonly visibility: "public" | "private";
  readonly html_url: string;
  readonly repository?: { readonly full_name: string } | null;
}): ContainerPackage {
  return { visibility: data.visibility, repository: data.repository?.full_name, url: data.html_url };
}
