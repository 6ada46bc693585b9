import { Actions } from "./actions/actions.ts";
import type { AppManifest } from "./app-manifest.ts";
import type { App } from "./apps/app.ts";
import { registerApp } from "./apps/register-app.ts";
import { Tokens } from "./auth/tokens.ts";
import type { Account, Happening, World } from "./world.ts";

/** What a new world is made from. */
export interface WorldOptions {
  readonly url: string;
  readonly manifest: AppManifest;
  readonly now: () => Date;
  readonly emit: (happening: Happening) => void;
  /** Hears what the sandbox itself does wrong. */
  readonly report: (violation: string) => void;
}

/** A GitHub with an App, the person who registered it, and nothing else. */
export function createWorld({ url, manifest, now, emit, report }: WorldOptions): World {
  let lastId = 1000;
  const nextId = () => ++lastId;
  const accounts = new Map<string, Account>();
  const repositories: World["repositories"] = new Map();

  const owner: Account = { id: nextId(), login: "octocat", type: "User" };
  accounts.set(owner.login, owner);
  return {
    url,
    app: registerApp(manifest, { owner, nextId, now }),
    actionsApp: actionsApp(now()),
    otherApps: [],
    actions: new Actions({ url, now, report }),
    tokens: new Tokens(now),
    now,
    nextId,
    accounts,
    repositories,
    findRepository: (account, name) => {
      const wanted = `${account}/${name}`.toLowerCase();
      const all = [...repositories.values()];
      // A name that is in use again does not lead to its former bearer.
      return (
        all.find(({ fullName }) => fullName.toLowerCase() === wanted) ??
        all.find(({ formerNames }) => formerNames.has(wanted))
      );
    },
    emit,
  };
}

/** Ids and names are those of github.com. */
function actionsApp(createdAt: Date): App {
  return {
    id: 15368,
    slug: "github-actions",
    name: "GitHub Actions",
    clientId: "Iv1.05c79e9ad1f6bdfa",
    owner: { id: 9919, login: "github", type: "Organization" },
    bot: { id: 41898282, login: "github-actions[bot]", type: "Bot" },
    permissions: {
      actions: "write",
      checks: "write",
      contents: "write",
      metadata: "read",
      packages: "write",
    },
    events: ["workflow_dispatch"],
    createdAt,
  };
}
