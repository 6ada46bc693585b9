import type { Health } from "../observe/health.ts";
import { send } from "./answer.ts";
import type { Handle } from "./http-server.ts";

/** Answers for one path. */
export type Routes = Readonly<Record<string, Handle>>;

const JSON_TYPE = { "content-type": "application/json" };

/** Sends each request to the route of its path, a slash at the end or not; to all others, 404. */
export function createRouter(routes: Routes): Handle {
  return async (request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?", 1);
    const name = path.replace(/(?<=.)\/$/, "");
    const handle = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (handle) return handle(request, response);
    send(response, { status: 404, body: "Nothing is here.", hangsUp: true });
  };
}

/** `/healthz`: the process is alive. `/readyz`: it can work; 503 where not, with what fails. */
export function healthRoutes(health: Health): Routes {
  return {
    "/healthz": onlyGet(async (_, response) => send(response, { status: 200, body: "ok" })),
    "/readyz": onlyGet(async (_, response) => {
      const { isReady, status, checks } = await health.readiness();
      send(response, {
        status: isReady ? 200 : 503,
        body: `${JSON.stringify({ status, checks })}\n`,
        headers: JSON_TYPE,
      });
    }),
  };
}

/** `/`: what is running here. */
export function aboutRoute(about: string): Routes {
  return { "/": onlyGet(async (_, response) => send(response, { status: 200, body: about })) };
}

function onlyGet(handle: Handle): Handle {
  return async (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") return handle(request, response);
    send(response, { status: 405, body: "Only GET.", headers: { allow: "GET, HEAD" }, hangsUp: true });
  };
}
