import type { Call, Handlers } from "../handler.ts";
import { paginate } from "../paginate.ts";
import { notFound, Refusal } from "../refusal.ts";
import { repositoryJson } from "../repositories/json/repository-json.ts";
import type { Account } from "../world.ts";
import { appJson } from "./app.ts";
import { createToken } from "./create-token.ts";
import type { GitHubState } from "./github-state.ts";
import { installationJson, selectionOf } from "./installation-json.ts";
import { suspend, uninstall, unsuspend } from "./installing.ts";

/** What is about the App itself, and where it is installed. https://docs.github.com/en/rest/apps */
export function appHandlers(state: GitHubState): Handlers {
  const { world, installations, tokens } = state;
  const named = ({ params }: Call) => {
    const installation = installations.find(Number(params["installation_id"]));
    if (installation === undefined) throw notFound();
    return installation;
  };
  const json = (installation: Parameters<typeof installationJson>[0] | undefined) => {
    if (installation === undefined) throw notFound();
    return { status: 200, body: installationJson(installation, world) };
  };
  const ofAccount = (type: Account["type"], login = "") => {
    const found = installations.ofAccount(login);
    return found?.account.type === type ? found : undefined;
  };
  return {
    "apps/get-authenticated": () => ({
      status: 200,
      body: { ...appJson(world), installations_count: installations.all.length },
    }),
    "apps/list-installations": (call) => {
      const { items, headers } = paginate(call, installations.all);
      return {
        status: 200,
        headers,
        body: items.map((installation) => installationJson(installation, world)),
      };
    },
    "apps/get-installation": (call) => json(named(call)),
    "apps/get-org-installation": ({ params }) => json(ofAccount("Organization", params["org"])),
    "apps/get-user-installation": ({ params }) => json(ofAccount("User", params["username"])),
    "apps/get-repo-installation": ({ params }) => {
      const repository = world.findRepository(params["owner"] ?? "", params["repo"] ?? "");
      return json(repository && installations.ofRepository(repository));
    },
    "apps/create-installation-access-token": (call) => createToken(named(call), call.body, state),
    "apps/delete-installation": (call) => {
      uninstall(named(call), world.app.owner, state);
      return { status: 204 };
    },
    "apps/suspend-installation": (call) => {
      suspend(named(call), world.app.owner, state);
      return { status: 204 };
    },
    "apps/unsuspend-installation": (call) => {
      unsuspend(named(call), world.app.owner, state);
      return { status: 204 };
    },
    "apps/revoke-installation-access-token": ({ credential }) => {
      tokens.revoke(credential ?? "");
      return { status: 204 };
    },
    "apps/list-repos-accessible-to-installation": (call) => {
      const { actor } = call;
      if (actor.kind !== "installation") throw new Refusal(403, "Resource not accessible by integration");
      const installation = installations.get(actor.installation);
      const all = installations
        .repositoriesOf(installation)
        .filter((repository) => installations.reaches(actor, repository));
      const { items, headers } = paginate(call, all);
      const body = {
        total_count: all.length,
        repository_selection: selectionOf(installation),
        repositories: items.map((repository) => repositoryJson(repository)),
      };
      return { status: 200, headers, body };
    },
  };
}
