import type { FaultAct } from "./faults.ts";
import { Refusal } from "./refusal.ts";

/** Answers with this status instead; the request has no effect. */
export function status(
  code: number,
  message = "Server Error",
  headers: Record<string, string> = {},
): FaultAct {
  const { reply } = new Refusal(code, message, { headers });
  return { name: `status ${code}`, run: async () => reply };
}

/** Refuses for the secondary rate limit, with so many seconds to wait. */
export function secondaryLimit(seconds: number, code: 403 | 429 = 403): FaultAct {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return { ...status(code, message, { "retry-after": String(seconds) }), name: "secondary limit" };
}

/** Cuts the connection without a word; the request has had no effect. */
export const cutBeforeResponse: FaultAct = { name: "cut before response", run: async () => undefined };

/** Does what was asked and cuts the connection instead of saying so. */
export const cutInsteadOfResponse: FaultAct = {
  name: "cut instead of response",
  run: async (proceed) => {
    await proceed();
    return undefined;
  },
};

/** Does what was asked, and answers with this status all the same: a gateway that lost patience. */
export function statusAfterEffect(code: number): FaultAct {
  const { reply } = new Refusal(code, "We couldn't respond to your request in time.");
  return {
    name: `status ${code} after effect`,
    run: async (proceed) => {
      await proceed();
      return reply;
    },
  };
}

/** Waits before the request has any effect; the test says for what. */
export function waitFor(until: Promise<unknown>): FaultAct {
  return {
    name: "wait",
    run: async (proceed) => {
      await until;
      return proceed();
    },
  };
}

/** Runs `callback` first, and answers honestly then: the world changes between two requests of a client. */
export function before(callback: () => void | Promise<void>): FaultAct {
  return {
    name: "before",
    run: async (proceed) => {
      await callback();
      return proceed();
    },
  };
}
