import type { Delivery } from "../../sandbox/github/hooks/delivery.ts";
import type { RecordedRequest } from "../../sandbox/github/recorded-request.ts";

/** When a comment was answered, in milliseconds of the epoch; null: not (yet). */
export interface CommentTimes {
  readonly acknowledged: number;
  /** The first reaction came in: 👀 where it was taken. */
  readonly reacted: number | null;
  /** So did 🚀: what it asked for is done, and told. */
  readonly done: number | null;
}

/** For each delivery of a comment of a person, when the App asked for the reactions to it. */
export function reactionsTo(
  deliveries: readonly Delivery[],
  requests: readonly RecordedRequest[],
): CommentTimes[] {
  const first = new Map<string, number>();
  for (const { operation, path, body, at } of requests) {
    if (operation !== "reactions/create-for-issue-comment") continue;
    const comment = /\/comments\/(\d+)\/reactions$/.exec(path)?.[1];
    const { content } = body as { readonly content?: string };
    for (const key of [`${comment}`, `${comment} ${content}`]) {
      if (!first.has(key)) first.set(key, at.getTime());
    }
  }
  return deliveries.flatMap(({ event, action, body, at, duration }) => {
    if (event !== "issue_comment" || action !== "created") return [];
    const { comment } = JSON.parse(String(body));
    if (comment.user.type === "Bot") return [];
    return {
      acknowledged: at.getTime() + duration * 1000,
      reacted: first.get(`${comment.id}`) ?? null,
      done: first.get(`${comment.id} rocket`) ?? null,
    };
  });
}
