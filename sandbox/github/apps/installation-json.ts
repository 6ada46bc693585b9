import { accountJson } from "../account.ts";
import type { World } from "../world.ts";
import type { Installation } from "./installation.ts";

/** The schema `installation`, in answers and in webhooks. */
export function installationJson(installation: Installation, world: Pick<World, "app" | "url">) {
  const { id, account, permissions, events, createdAt, suspended } = installation;
  const { app, url } = world;
  return {
    id,
    account: accountJson(account, world),
    repository_selection: selectionOf(installation),
    access_tokens_url: `${url}/app/installations/${id}/access_tokens`,
    repositories_url: `${url}/installation/repositories`,
    html_url: `${url}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    client_id: app.clientId,
    target_id: account.id,
    target_type: account.type,
    permissions,
    events,
    created_at: createdAt.toISOString(),
    updated_at: (suspended?.at ?? createdAt).toISOString(),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspended ? accountJson(suspended.by, world) : null,
    suspended_at: suspended?.at.toISOString() ?? null,
  };
}

/** What an installation extends to, in the word of the API. */
export const selectionOf = ({ repositories }: Pick<Installation, "repositories">) =>
  repositories === "all" ? "all" : "selected";
