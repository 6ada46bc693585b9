import type { Probot } from "probot";
import type { GitHub, InstallationGitHub } from "../github.ts";
import { InstallationClient, type Octokit } from "./installation-client.ts";
import { told, toldInPages } from "./told.ts";

/** Clients of installations kept. One is cheap to make again; the tokens are kept elsewhere. */
const MOST_CLIENTS = 1_000;

/** How long it is believed that the credentials are good, in milliseconds: readiness is asked for every few seconds. */
const IDENTITY_HOLDS = 5 * 60_000;

/**
 * GitHub over Probot's Octokit, as the App and as its installations. Each installation has a client of its own, and so a
 * throttle of its own (https://github.com/octokit/plugin-throttling.js): one that writes much does not slow the others.
 */
export function connectGitHub(probot: Pick<Probot, "auth">): GitHub {
  const clients = new Map<number, InstallationGitHub>();
  const app = () => probot.auth();
  let identifiedAt = Number.NEGATIVE_INFINITY;
  return {
    async identify(signal) {
      if (performance.now() - identifiedAt < IDENTITY_HOLDS) return;
      const { rest } = await app();
      await told("get the App", signal, rest.apps.getAuthenticated({ request: { signal } }));
      identifiedAt = performance.now();
    },

    installation(id) {
      const known = clients.get(id) ?? new InstallationClient(once(() => probot.auth(id)));
      clients.delete(id);
      clients.set(id, known);
      const [oldest] = clients.keys();
      if (clients.size > MOST_CLIENTS && oldest !== undefined) clients.delete(oldest);
      return known;
    },

    async *installations(signal) {
      const { paginate, rest } = await app();
      const pages = paginate.iterator(rest.apps.listInstallations, { per_page: 100, request: { signal } });
      for await (const { id, suspended_at } of toldInPages("list installations", signal, pages)) {
        if (!suspended_at) yield id;
      }
    },

    async createToken({ installation, repositories, permissions }, signal) {
      const { rest } = await app();
      const answer = rest.apps.createInstallationAccessToken({
        installation_id: installation,
        repository_ids: [...repositories],
        permissions,
        request: { signal },
      });
      const { data } = await told("create an installation token", signal, answer);
      return { token: data.token, expiresAt: new Date(data.expires_at) };
    },

    async *deliveries(signal) {
      const { paginate, rest } = await app();
      const pages = paginate.iterator(rest.apps.listWebhookDeliveries, {
        per_page: 100,
        request: { signal },
      });
      for await (const delivery of toldInPages("list webhook deliveries", signal, pages)) {
        const { id, guid, delivered_at, status_code, event, action } = delivery;
        yield {
          id,
          guid,
          deliveredAt: new Date(delivered_at),
          isSuccess: status_code >= 200 && status_code < 300,
          event: action ? `${event}.${action}` : event,
        };
      }
    },

    async redeliver(delivery, signal) {
      const { rest } = await app();
      const answer = rest.apps.redeliverWebhookDelivery({ delivery_id: delivery, request: { signal } });
      await told("redeliver a webhook", signal, answer);
    },
  };
}

/** One client however many ask at the same time; a failure is not remembered. */
function once(create: () => Promise<Octokit>): () => Promise<Octokit> {
  let created: Promise<Octokit> | undefined;
  return () => {
    created ??= create().catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    return created;
  };
}
