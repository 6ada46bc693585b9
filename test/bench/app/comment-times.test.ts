import { describe, expect, it } from "vitest";
import { reactionsTo } from "../../../bench/app/comment-times.ts";
import type { Delivery } from "../../../sandbox/github/hooks/delivery.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";

const delivery = (comment: number, type: string, action = "created"): Delivery => ({
  ...{
    id: 1,
    guid: "g",
    event: "issue_comment",
    action,
    installation: 1,
    repository: 1,
    isRedelivery: false,
  },
  ...{ at: new Date(1_000), headers: {}, statusCode: 200, status: "OK", duration: 0.02 },
  body: Buffer.from(JSON.stringify({ comment: { id: comment, user: { type } } })),
});

const reaction = (comment: number, content: string, at: number): RecordedRequest => ({
  ...{ method: "POST", repository: "acme/mirrors", actor: undefined, status: 201, at: new Date(at) },
  operation: "reactions/create-for-issue-comment",
  path: `/repos/acme/mirrors/issues/comments/${comment}/reactions`,
  body: { content },
});

describe("reactionsTo", () => {
  it("tells when people's comments were acknowledged, reacted to, and done", () => {
    const deliveries = [delivery(7, "User"), delivery(8, "Bot"), delivery(7, "User", "edited")];
    const requests = [reaction(7, "eyes", 1_100), reaction(7, "rocket", 3_100), reaction(7, "rocket", 9_000)];
    expect(reactionsTo(deliveries, requests)).toEqual([{ acknowledged: 1_020, reacted: 1_100, done: 3_100 }]);
  });

  it("has no time where nothing came", () => {
    const requests = [reaction(70, "eyes", 1_100), reaction(7, "-1", 1_200)];
    expect(reactionsTo([delivery(7, "User"), delivery(9, "User")], requests)).toMatchObject([
      { reacted: 1_200, done: null },
      { reacted: null, done: null },
    ]);
  });
});
