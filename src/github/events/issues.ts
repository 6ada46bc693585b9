import type { Box } from "../../jobs/errand.ts";
import type { Intent } from "../../jobs/intent.ts";
import { tickedBoxes } from "../report/render/dashboard-boxes.ts";
import { errandIntents } from "./errand-intents.ts";
import { type IssuePart, type Payload, personOf } from "./payload.ts";
import { isId } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues */
export interface IssuesPayload extends Payload {
  readonly issue?: (IssuePart & { readonly body?: string | null }) | null;
  /** How it was before. Each action has other changes; an edit has these. */
  readonly changes?: object | null;
}

/**
 * A person has edited an issue of `app`, or deleted it. What the App itself does to it says nothing new; nor does closing, which is what
 * people do to be left alone.
 */
export function issues(payload: IssuesPayload, app: number): readonly Intent[] {
  const { action, issue, sender } = payload;
  const author = personOf(sender);
  if (!author || !isId(issue?.number) || !mayBeOf(app, issue)) return [];
  const { number } = issue;
  switch (action) {
    case "edited":
      return errandIntents(payload, (place) => ({
        kind: "tick",
        ...place,
        issue: number,
        author,
        boxes: newlyTicked(payload),
      }));
    case "deleted":
      return errandIntents(payload, (place) => ({ kind: "upkeep", ...place }));
    default:
      return [];
  }
}

/** GitHub does not always say which App has opened an issue; whoever does the errand looks. */
function mayBeOf(app: number, { user, performed_via_github_app: via }: IssuePart): boolean {
  return user?.type === "Bot" && (!isId(via?.id) || via.id === app);
}

/** What stands in the issue by the time that the errand is done may be somebody else's ticks, or ours may be written over. */
function newlyTicked({ issue, changes }: IssuesPayload): readonly Box[] {
  const { body }: { readonly body?: { readonly from?: unknown } | null } = changes ?? {};
  if (typeof body?.from !== "string") return [];
  const before = tickedBoxes(body.from);
  return [...tickedBoxes(issue?.body ?? "")].filter((box) => !before.has(box));
}
