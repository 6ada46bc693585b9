import type { Probot } from "probot";
import { intentsOf } from "./github/events/intents-of.ts";
import type { Intake } from "./jobs/state.ts";

/** What the App stands on. */
export interface AppParts {
  readonly intake: Pick<Intake, "accept">;
  /** Of this App at GitHub: check runs of others are none of its business. */
  readonly appId: number;
  /** Milliseconds that a delivery may take to be stored. GitHub waits 10 s, and Probot acknowledges after 9 whatever happened. */
  readonly deadline?: number;
}

/**
 * The Probot app. Every delivery becomes what it means for us, and is stored; nothing else is done before it is acknowledged.
 * Rejects, so that GitHub is told it failed, when it could not be stored in time.
 */
export function createApp({ intake, appId, deadline = 8_000 }: AppParts): (app: Probot) => void {
  return (app) => {
    app.onAny(async ({ id, name, payload }) => {
      const action = "action" in payload ? `.${payload.action}` : "";
      const stored = intake.accept({ id, event: `${name}${action}` }, intentsOf(appId, name, payload));
      await within(deadline, stored);
    });
  };
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error("the delivery could not be stored in time")),
    milliseconds,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
