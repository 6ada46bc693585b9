import type { Handlers } from "./handler.ts";
import { notFound } from "./refusal.ts";
import { organizationJson } from "./repositories/json/organization-json.ts";

/** What everybody may know of an organization. https://docs.github.com/en/rest/orgs/orgs#get-an-organization */
export const organizationHandlers: Handlers = {
  "orgs/get": ({ world, params }) => {
    const account = world.accounts.get((params["org"] ?? "").toLowerCase());
    if (account?.type !== "Organization") throw notFound();
    const repositories = [...world.repositories.values()].filter(({ owner }) => owner.id === account.id);
    return {
      status: 200,
      body: {
        ...organizationJson(account, world),
        html_url: `${world.url}/${account.login}`,
        type: "Organization",
        has_organization_projects: true,
        has_repository_projects: true,
        public_repos: repositories.filter(({ isPrivate }) => !isPrivate).length,
        public_gists: 0,
        followers: 0,
        following: 0,
        created_at: "2026-01-01T00:00:00Z",
        updated_at: "2026-01-01T00:00:00Z",
        archived_at: null,
      },
    };
  },
};
