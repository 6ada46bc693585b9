import type { Access } from "./actor.ts";

/** What an App asks for when it is registered. https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export interface AppManifest {
  readonly name: string;
  readonly default_permissions?: Readonly<Record<string, Access>>;
  readonly default_events?: readonly string[];
}
