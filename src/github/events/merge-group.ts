import type { Intent } from "../../jobs/intent.ts";
import { errandIntents } from "./errand-intents.ts";
import type { Payload } from "./payload.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export interface MergeGroupPayload extends Payload {
  readonly merge_group?: { readonly head_sha?: string; readonly base_sha?: string } | null;
}

/** A merge queue waits for the checks of a group of pull requests. */
export function mergeGroup(payload: MergeGroupPayload): readonly Intent[] {
  const { action, merge_group: group } = payload;
  const head = group?.head_sha;
  const base = group?.base_sha;
  if (action !== "checks_requested" || !head || !base) return [];
  return errandIntents(payload, (place) => ({ kind: "group", ...place, head, base }));
}
