import { accountJson, nodeId } from "../account.ts";
import type { Access } from "../actor.ts";
import type { Account, World } from "../world.ts";

/** A registered GitHub App. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  /** The account that it acts as. */
  readonly bot: Account;
  /** What it asks for in its manifest. */
  readonly permissions: Readonly<Record<string, Access>>;
  readonly events: readonly string[];
  readonly createdAt: Date;
}

/** An App as GitHub shows it, in check runs, too: the schema `integration`. */
export function appJson(world: Pick<World, "app" | "url">, app: App = world.app) {
  const { url } = world;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("Integration", app.id),
    client_id: app.clientId,
    owner: accountJson(app.owner, world),
    name: app.name,
    description: null,
    external_url: url,
    html_url: `${url}/apps/${app.slug}`,
    created_at: app.createdAt.toISOString(),
    updated_at: app.createdAt.toISOString(),
    permissions: app.permissions,
    events: app.events,
  };
}
