import { nodeId } from "../../account.ts";
import type { Account, World } from "../../world.ts";

/** The schema `organization-simple-webhooks`. */
export function organizationJson({ id, login }: Account, { url }: Pick<World, "url">) {
  const api = `${url}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("Organization", id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${url}/avatars/u/${id}`,
    description: null,
  };
}
