import { marked as render } from "marked";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conversation, DONE, TAKEN, UNCLEAR } from "./conversation.ts";
import { type House, openHouse } from "./open-house.ts";

let house: House;
let talk: Conversation;
beforeAll(async () => {
  house = await openHouse();
  talk = new Conversation(house, await house.repository("ignored"));
});
afterAll(() => house[Symbol.asyncDispose]());

const NOTHING = { reactions: [], replies: [] };
const issue = () => talk.repository.openIssue("Hello");
const writes = () => house.github.requests.filter(({ method }) => method !== "GET").length;

describe("what is no command", () => {
  it.each([
    ["a quote", "> /mirror help"],
    ["a quote that goes on", "> he said\n/mirror help"],
    ["a block of code", "```\n/mirror help\n```"],
    ["a block that nobody closed", "```\n/mirror help"],
    ["indented code", "Look:\n\n    /mirror help"],
    ["inline code", "`\n/mirror help\n`"],
    ["a list", "- one\n- two\n/mirror help"],
    ["an item", "- /mirror help"],
    ["a comment of HTML", "<!--\n/mirror help\n-->"],
    ["HTML", "<details>\n/mirror help\n</details>"],
    ["a heading", "/mirror help\n==="],
    ["the middle of a line", "Try /mirror help"],
    ["a path", "/mirror/help"],
    ["another word", "/mirrors help"],
  ])("%s is left alone", async (_, text) => {
    const thread = issue();
    const before = writes();
    expect(await talk.say(thread, talk.admin, text)).toEqual(NOTHING);
    expect(writes()).toBe(before);
    expect(talk.ofBot(thread)).toEqual([]);
  });

  it.each([
    ["below words", "Please:\n/mirror help"],
    ["with spaces around it", "  /mirror   help  "],
    ["with line ends of Windows", "Hello\r\n\r\n/mirror help\r\n"],
    ["below a quote, after an empty line", "> what can I do?\n\n/mirror help"],
  ])("%s it is one", async (_, text) => {
    expect((await talk.say(issue(), talk.admin, text)).reactions).toEqual([TAKEN, DONE]);
  });

  it("edited into a comment does not count, and edited away still does", async () => {
    const thread = issue();
    const { issues } = talk.repository;
    const hello = talk.comment(thread, talk.admin, "Hello");
    issues.changeComment(hello, "/mirror help", talk.admin);
    await house.settled();
    expect(talk.heard(hello)).toEqual(NOTHING);
    const help = talk.comment(thread, talk.admin, "/mirror help");
    issues.changeComment(help, "Never mind", talk.admin);
    await house.settled();
    expect(talk.heard(help).reactions).toEqual([TAKEN, DONE]);
  });

  it("of bots and Apps, ours among them, is left alone", async () => {
    const thread = issue();
    const other = house.github.registerApp("Other App");
    const { bot } = house.github.world.app;
    for (const login of [other.bot.login, bot.login]) talk.repository.setRole(login, "admin");
    const comments = [
      talk.repository.comment(thread.number, other.bot, "/mirror help"),
      talk.repository.comment(thread.number, bot, "/mirror help"),
      talk.repository.comment(thread.number, talk.admin, "/mirror help", other),
    ];
    await house.settled();
    expect(comments.map((comment) => talk.heard(comment))).toEqual([NOTHING, NOTHING, NOTHING]);
  });

  it("and what was deleted before its turn is forgotten", async () => {
    const thread = issue();
    const before = writes();
    const comment = talk.comment(thread, talk.admin, "/mirror add redis:7");
    talk.repository.issues.deleteComment(comment, talk.admin);
    await house.settled();
    expect(talk.heard(comment)).toEqual(NOTHING);
    expect(writes()).toBe(before);
    expect(talk.repository.pulls.all).toEqual([]);
  });

  it("a conversation that was deleted is no worry", async () => {
    const thread = issue();
    talk.comment(thread, talk.admin, "/mirror add redis:7");
    talk.repository.issues.delete(thread, talk.admin);
    await house.settled();
    expect(talk.repository.pulls.all).toEqual([]);
  });
});

describe("a long comment", () => {
  const LONGEST = 65_536;

  it.each([
    ["words", "word ".repeat(20_000)],
    ["quotes", `${">".repeat(60)} x\n`.repeat(2_000)],
    ["brackets", "[".repeat(LONGEST)],
    ["emphasis", "*_".repeat(LONGEST)],
    ["lists", `${"- ".repeat(30)}x\n`.repeat(2_000)],
  ])("of %s is answered once, and soon", async (_, filling) => {
    const command = "\n\n/mirror help";
    const text = filling.slice(0, LONGEST - command.length) + command;
    const began = performance.now();
    const { reactions, replies } = await talk.say(issue(), talk.admin, text);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(replies).toHaveLength(1);
    expect([[TAKEN, DONE], [UNCLEAR]]).toContainEqual(reactions);
  });

  it("of commands alone is answered once", async () => {
    const text = Array.from({ length: 3_000 }, (_, at) => `/mirror status x${at}`).join("\n");
    const { reactions, replies } = await talk.say(issue(), talk.admin, text.slice(0, LONGEST));
    expect(reactions).toEqual([UNCLEAR]);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.length).toBeLessThan(1_000);
  });
});

describe("what is said back", () => {
  it.each([
    "/mirror @octocat",
    "/mirror sync @octocat",
    "/mirror `@octocat` [x](https://evil.example)",
    "/mirror sync `` @octocat ``",
    "/mirror <img src=https://evil.example/x.png>",
    "/mirror sync <!-- ghcr-mirror:1:plan -->",
    "/mirror help #1 acme/other#2 GH-3",
    "/mirror status https://evil.example",
    "/mirror status www.evil.example",
    "/mirror add https://evil.example/x",
    "/mirror add evil.example/x@octocat",
    "/mirror sync |a|b|",
    "/mirror sync \\`@octocat\\`",
    "/mirror verify *@octocat*",
    "/mirror plan [!octocat]",
  ])("to %j pings nobody, links nowhere and forges nothing", async (text) => {
    const { replies } = await talk.say(issue(), talk.admin, text);
    expect(replies).toHaveLength(1);
    const [reply = ""] = replies;
    expect(reply).not.toContain("<!--");
    const html = render.parse(reply, { async: false, gfm: true });
    const words = html.replaceAll(/<code>.*?<\/code>/gs, "");
    expect(words).not.toMatch(/<(?:a|img)\b/);
    expect(words).not.toMatch(/@octocat|(?<!&)#\d|GH-\d|evil\.example/);
  });
});
