import type { Intent } from "../../jobs/intent.ts";
import { errandIntents } from "./errand-intents.ts";
import type { Payload } from "./payload.ts";
import { isId } from "./reconcile-intents.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
export interface PullRequestPayload extends Payload {
  readonly number?: number;
  readonly pull_request?: { readonly head?: { readonly sha?: string } | null } | null;
  /** Of an edit: what it was before. */
  readonly changes?: { readonly base?: object | null } | null;
}

/** A pull request has another head or base, or is closed. Whether it touches the config is for the errand to find out, drafts included. */
export function pullRequest(payload: PullRequestPayload): readonly Intent[] {
  const { action, number, pull_request: pull, changes, repository } = payload;
  if (!isId(number)) return [];
  const headIs = (head: string | null): readonly Intent[] =>
    isId(repository?.id) ? [{ kind: "head", repository: repository.id, pull: number, head }] : [];
  switch (action) {
    case "edited":
      if (!changes?.base) return [];
      break;
    case "opened":
    case "reopened":
    case "synchronize":
    case "ready_for_review":
      break;
    case "closed":
      return headIs(null);
    default:
      return [];
  }
  const head = pull?.head?.sha;
  if (!head) return [];
  const plan = errandIntents(payload, (place) => ({ kind: "plan", ...place, pull: number, isFresh: false }));
  return [...headIs(head), ...plan];
}
