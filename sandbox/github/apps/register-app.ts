import type { AppManifest } from "../app-manifest.ts";
import type { Account, World } from "../world.ts";
import type { App } from "./app.ts";

/** An App as its owner registers it: its slug follows from its name, and its bot from its slug. */
export function registerApp(
  { name, default_permissions = {}, default_events = [] }: AppManifest,
  { owner, nextId, now }: Pick<World, "nextId" | "now"> & { readonly owner: Account },
): App {
  const slug = name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-");
  return {
    id: nextId(),
    slug,
    name,
    clientId: `Iv23li${slug.replaceAll("-", "").padEnd(14, "0").slice(0, 14)}`,
    owner,
    bot: { id: nextId(), login: `${slug}[bot]`, type: "Bot" },
    permissions: default_permissions,
    events: default_events,
    createdAt: now(),
  };
}
