import type { Call } from "./handler.ts";
import { Refusal } from "./refusal.ts";
import type { Account, World } from "./world.ts";

/** In whose name a call is made: a person, or the bot of the App. */
export function accountOf({ actor, world }: Pick<Call, "actor" | "world">): Account {
  if (actor.kind === "user") return actor.account;
  if (actor.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  return actor.kind === "job" ? world.actionsApp.bot : world.app.bot;
}

/** An account as GitHub shows it everywhere: the schema `simple-user`. */
export function accountJson({ id, login, type }: Account, { url }: Pick<World, "url">) {
  const api = `${url}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${url}/avatars/u/${id}`,
    gravatar_id: "",
    url: api,
    html_url: `${url}/${type === "Bot" ? `apps/${login.replace("[bot]", "")}` : login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The opaque id of a thing in GitHub's other API. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`0:${kind}${id}`).toString("base64");
}
