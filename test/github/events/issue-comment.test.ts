import { describe, expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { APP, HELLO, INSTALLATION, issueComment as written } from "./payloads.ts";

const comment = (changes: object) => ({ ...written, comment: { ...written.comment, ...changes } });
const intents = (payload: object) => intentsOf(APP, "issue_comment", payload);
const bot = { login: "dependabot[bot]", type: "Bot" };

describe("a comment that may hold commands", () => {
  const errand = {
    kind: "command",
    installation: INSTALLATION,
    repository: HELLO,
    thread: 1,
    isPull: true,
    comment: 492_700_400,
    author: "Codertocat",
    text: "/mirror sync",
    head: null,
  };

  it("is looked at", () => {
    expect(intents(written)).toEqual([{ kind: "errand", errand }]);
  });

  it("is looked at on an issue, too", () => {
    const { pull_request: _, ...issue } = written.issue;
    expect(intents({ ...written, issue })).toEqual([
      { kind: "errand", errand: { ...errand, isPull: false } },
    ]);
  });

  it.each([
    "/mirror",
    "   /mirror help",
    "Thanks!\r\n\r\n/mirror help\r\n",
    "Thanks!\r/mirror help",
    "```\n/mirror help\n```",
    "/Mirror help",
    "/mirrored?",
  ])("is left to the parser whole: %j", (body) => {
    expect(intents(comment({ body }))).toMatchObject([{ errand: { text: body } }]);
  });

  it("is no longer than GitHub takes", () => {
    const longest = `/mirror help\n${"😀".repeat(65_536 - 13)}`;
    expect(intents(comment({ body: longest }))).toMatchObject([{ errand: { text: longest } }]);
    expect(intents(comment({ body: `${longest}😀` }))).toMatchObject([{ errand: { text: longest } }]);
  });
});

describe("a comment that means nothing", () => {
  it.each([
    ["talks of commands", comment({ body: "Did you try /mirror sync?" })],
    ["quotes one", comment({ body: "> /mirror sync" })],
    ["has one in indented code", comment({ body: "    /mirror sync" })],
    ["has one in a list", comment({ body: "- /mirror sync" })],
    ["is empty", comment({ body: "" })],
    ["has no body", comment({ body: null })],
    ["is by a bot", comment({ user: bot })],
    ["is by a bot that hides it", { ...written, sender: bot }],
    ["is by an App for a person", comment({ performed_via_github_app: { id: 7 } })],
    ["is by an organization", comment({ user: { login: "acme", type: "Organization" } })],
    ["is by somebody who is gone", comment({ user: null })],
    ["was edited", { ...written, action: "edited", changes: { body: { from: "Hello" } } }],
    ["was deleted", { ...written, action: "deleted" }],
    ["came without an installation", { ...written, installation: undefined }],
  ])("%s", (_what, payload) => {
    expect(intents(payload)).toEqual([]);
  });
});
