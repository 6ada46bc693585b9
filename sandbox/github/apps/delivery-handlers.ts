import type { Call, Handlers } from "../handler.ts";
import type { Delivery } from "../hooks/delivery.ts";
import { pageSize } from "../paginate.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { GitHubState } from "./github-state.ts";

/** GitHub forgets deliveries after so long. https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/viewing-webhook-deliveries */
const KEPT = 3 * 24 * 60 * 60 * 1000;

/** The App's webhook, and the log of what was sent to it. https://docs.github.com/en/rest/apps/webhooks */
export function deliveryHandlers({ hooks, world }: GitHubState): Handlers {
  const isKept = ({ at }: Delivery) => at.getTime() > world.now().getTime() - KEPT;
  const named = ({ params }: Call) => {
    const delivery = hooks.find(Number(params["delivery_id"]));
    if (delivery === undefined || !isKept(delivery)) throw notFound();
    return delivery;
  };
  return {
    "apps/get-webhook-config-for-app": () => ({
      status: 200,
      body: {
        content_type: "json",
        insecure_ssl: "0",
        secret: "********",
        ...(hooks.target.url !== undefined && { url: hooks.target.url }),
      },
    }),
    "apps/list-webhook-deliveries": ({ query, path }) => {
      const status = query.get("status");
      // What is under way has no status yet, and is not shown.
      const all = hooks.log
        .filter((delivery) => delivery.status !== "" && isKept(delivery))
        .filter((delivery) => status === null || (status === "success") === (delivery.status === "OK"))
        .toReversed();
      const size = pageSize(query);
      const start = all.findIndex(startsAt(query.get("cursor")));
      if (start < 0 && query.has("cursor")) throw new Refusal(422, "Invalid cursor");
      const items = all.slice(Math.max(0, start), Math.max(0, start) + size);
      const next = all[Math.max(0, start) + size];
      const following = new URLSearchParams(query);
      if (next !== undefined) following.set("cursor", cursorOf(next));
      return {
        status: 200,
        body: items.map(itemJson),
        ...(next && { headers: { link: `<${world.url}${path}?${following}>; rel="next"` } }),
      };
    },
    "apps/get-webhook-delivery": (call) => {
      const delivery = named(call);
      const { headers, body, statusCode } = delivery;
      return {
        status: 200,
        body: {
          ...itemJson(delivery),
          ...(hooks.target.url !== undefined && { url: hooks.target.url }),
          request: { headers, payload: JSON.parse(body.toString("utf8")) },
          response: { headers: statusCode === 0 ? null : {}, payload: null },
        },
      };
    },
    "apps/redeliver-webhook-delivery": (call) => {
      hooks.redeliver(named(call));
      return { status: 202, body: {} };
    },
  };
}

// A cursor is opaque to clients, and leads on from the same delivery however many came in meanwhile.
const cursorOf = ({ id }: Delivery) => `v1_${id}`;

const startsAt = (cursor: string | null) => (delivery: Delivery) => cursorOf(delivery) === cursor;

function itemJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.at.toISOString(),
    redelivery: delivery.isRedelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation,
    repository_id: delivery.repository,
    throttled_at: null,
  };
}
