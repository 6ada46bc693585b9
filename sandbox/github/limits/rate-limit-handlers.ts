import type { Handlers } from "../handler.ts";
import type { RateLimits } from "./rate-limits.ts";

/** https://docs.github.com/en/rest/rate-limit/rate-limit */
export function rateLimitHandlers(limits: RateLimits): Handlers {
  return {
    "rate-limit/get": ({ actor }) => {
      const rate = limits.state(actor);
      return { status: 200, body: { resources: { core: rate, search: rate }, rate } };
    },
  };
}
