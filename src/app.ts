import type { Probot } from "probot";
import { intentsOf } from "./github/events/intents-of.ts";
import type { Intake } from "./jobs/state.ts";

/** What the App stands on. */
export interface AppParts {
  readonly intake: Pick<Intake, "accept">;
  /** Of this App at GitHub: check runs of others are none of its business. */
  readonly appId: number;
}

/**
 * The Probot app. Every delivery becomes what it means for us, and is stored; nothing else is done before it is
 * acknowledged. Rejects where it could not be stored, so that GitHub is told.
 */
export function createApp({ intake, appId }: AppParts): (app: Probot) => void {
  return (app) => {
    app.onAny(async ({ id, name, payload }) => {
      const action = "action" in payload ? `.${payload.action}` : "";
      await intake.accept({ id, event: `${name}${action}` }, intentsOf(appId, name, payload));
    });
  };
}
