import type { Probot } from "probot";
import { once } from "../../oci/once.ts";
import type { GitHub, InstallationGitHub } from "../github.ts";
import { Calls } from "./calls.ts";
import { identifyApp } from "./identify-app.ts";
import { InstallationClient } from "./installation-client.ts";
import { orUndefined } from "./or-undefined.ts";

/** Clients of installations kept. One is cheap to make again; the tokens are kept elsewhere. */
const MOST_CLIENTS = 1_000;

/**
 * GitHub over Probot's Octokit, as the App and as its installations. Each installation has a client of its own, and so a
 * throttle of its own (https://github.com/octokit/plugin-throttling.js): one that writes much does not slow the others.
 * `now`: milliseconds since the epoch.
 */
export function connectGitHub(probot: Pick<Probot, "auth">, now: () => number = Date.now): GitHub {
  const clients = new Map<number, InstallationGitHub>();
  const app = () => probot.auth();
  const calls = new Calls(now);
  const identify = once(() => identifyApp(app, calls, new AbortController().signal));
  return {
    identify: (signal) => identifyApp(app, calls, signal),

    async installationOf(owner, signal) {
      const { rest } = await app();
      const request = { signal };
      const find = (ask: () => Promise<{ readonly data: InstallationPart }>) =>
        orUndefined(calls.make("get the installation", signal, ask));
      const found =
        (await find(() => rest.apps.getOrgInstallation({ org: owner, request }))) ??
        (await find(() => rest.apps.getUserInstallation({ username: owner, request })));
      return found && !found.data.suspended_at ? found.data.id : undefined;
    },

    installation(id) {
      const known =
        clients.get(id) ??
        new InstallationClient(
          once(() => probot.auth(id)),
          identify,
          now,
        );
      clients.delete(id);
      clients.set(id, known);
      const [oldest] = clients.keys();
      if (clients.size > MOST_CLIENTS && oldest !== undefined) clients.delete(oldest);
      return known;
    },

    async *installations(signal) {
      const { paginate, rest } = await app();
      const pages = paginate.iterator(rest.apps.listInstallations, { per_page: 100, request: { signal } });
      for await (const { id, suspended_at } of calls.pages("list installations", signal, pages)) {
        if (!suspended_at) yield id;
      }
    },

    async createToken({ installation, repositories, permissions }, signal) {
      const { rest } = await app();
      const ask = () =>
        rest.apps.createInstallationAccessToken({
          installation_id: installation,
          repository_ids: [...repositories],
          permissions,
          request: { signal },
        });
      const { data } = await calls.make("create an installation token", signal, ask);
      return { token: data.token, expiresAt: new Date(data.expires_at) };
    },

    async *deliveries(signal) {
      const { paginate, rest } = await app();
      const pages = paginate.iterator(rest.apps.listWebhookDeliveries, {
        per_page: 100,
        request: { signal },
      });
      for await (const delivery of calls.pages("list webhook deliveries", signal, pages)) {
        const { id, guid, delivered_at, event, action } = delivery;
        yield {
          id,
          guid,
          deliveredAt: new Date(delivered_at),
          event: action ? `${event}.${action}` : event,
        };
      }
    },

    async redeliver(delivery, signal) {
      const { rest } = await app();
      const ask = () => rest.apps.redeliverWebhookDelivery({ delivery_id: delivery, request: { signal } });
      await calls.make("redeliver a webhook", signal, ask);
    },
  };
}

/** The parts of GitHub's installation that are read here. */
interface InstallationPart {
  readonly id: number;
  readonly suspended_at: string | null;
}
