import type { AppKey } from "../auth/app-key.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { World } from "../world.ts";
import type { Installations } from "./installations.ts";

/** What the side of the App knows, besides the world. */
export interface GitHubState {
  readonly world: World;
  readonly key: AppKey;
  readonly installations: Installations;
  readonly tokens: Tokens;
  readonly hooks: Hooks;
  /** Where the sandbox itself broke the contract. */
  readonly violations: string[];
}
