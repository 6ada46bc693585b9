import { Actions } from "./actions/actions.ts";
import type { AppManifest } from "./app-manifest.ts";
import type { App } from "./apps/app.ts";
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
    app: registerApp(manifest, owner, nextId, now()),
    actionsApp: actionsApp(now()),
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

function registerApp(manifest: AppManifest, owner: Account, nextId: () => number, createdAt: Date): App {
  const { name, default_permissions = {}, default_events = [] } = manifest;
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
    createdAt,
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
