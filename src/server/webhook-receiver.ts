import { type IncomingMessage, ServerResponse } from "node:http";
import { type ApplicationFunction, createNodeMiddleware, type Probot } from "probot";

/** Where webhooks arrive. A contract: Apps are registered with it. */
export const WEBHOOK_PATH = "/api/github/webhooks";

/** What came of a delivery: all handlers are done; it is no webhook; a handler failed; or they are not done yet. */
export type Received = "taken" | "malformed" | "failed" | "late";

/** Hands a delivery, whose body was read already, to the handlers. Never rejects. */
export type Receive = (request: IncomingMessage, body: Buffer) => Promise<Received>;

/**
 * Probot's middleware, for the handlers that `app` registers. It answers a response that is connected to nothing, for two
 * things it would tell GitHub are not to be told: after 9 s a 202, although nothing is stored, and the messages of errors.
 */
export async function createWebhookReceiver(app: ApplicationFunction, probot: Probot): Promise<Receive> {
  const middleware = await createNodeMiddleware(app, { probot, webhooksPath: WEBHOOK_PATH });
  return async (request, body) => {
    const response = new ServerResponse(request);
    // Where it finds this, the middleware reads no further.
    Object.assign(request, { body: body.toString("utf8") });
    await middleware(request, response);
    return RECEIVED.get(response.statusCode) ?? "failed";
  };
}

const RECEIVED: ReadonlyMap<number, Received> = new Map([
  [200, "taken"],
  [202, "late"],
  [400, "malformed"],
]);
