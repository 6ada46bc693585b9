import type { Intent } from "../../jobs/intent.ts";
import { errandIntents } from "./errand-intents.ts";
import { type AccountPart, type AppPart, type IssuePart, type Payload, personOf } from "./payload.ts";
import { isId } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment */
export interface IssueCommentPayload extends Payload {
  readonly issue?: IssuePart | null;
  readonly comment?: {
    readonly id?: number;
    readonly body?: string | null;
    readonly user?: AccountPart | null;
    readonly performed_via_github_app?: AppPart | null;
  } | null;
}

/** What GitHub takes, in characters. */
const LONGEST = 65_536;

/** A line that may be a command. Whether it is one, and not in a quote or a block of code, is for whoever parses the comment. */
const LIKE_A_COMMAND = /^ {0,3}\/mirror/im;

/** A person has written a comment that may hold commands. What is edited into a comment later does not count, nor what bots write. */
export function issueComment(payload: IssueCommentPayload): readonly Intent[] {
  const { action, issue, comment, sender } = payload;
  if (action !== "created" || comment?.performed_via_github_app || !personOf(sender)) return [];
  const [thread, id, author, body] = [issue?.number, comment?.id, personOf(comment?.user), comment?.body];
  if (!isId(thread) || !isId(id) || !author || !body || !LIKE_A_COMMAND.test(body)) return [];
  return errandIntents(payload, (place) => ({
    kind: "command",
    ...place,
    thread,
    isPull: Boolean(issue?.pull_request),
    comment: id,
    author,
    text: body.length <= LONGEST ? body : [...body].slice(0, LONGEST).join(""),
    head: null,
  }));
}
