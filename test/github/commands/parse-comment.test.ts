import { describe, expect, it } from "vitest";
import { parseComment } from "../../../src/github/commands/parse-comment.ts";

/** What a comment asks for, in one line: commands as words, mistakes in brackets. */
function asked(text: string): string {
  const { commands, mistakes } = parseComment(text);
  const told = commands.map(({ name, ...rest }) =>
    [
      name,
      ...Object.values(rest)
        .flat()
        .filter((value) => value !== undefined),
    ]
      .map((value) =>
        typeof value === "string" ? value : `${value.source}${value.to ? ` to=${value.to}` : ""}`,
      )
      .join(" "),
  );
  return [...told, ...mistakes.map(({ message }) => `[${message}]`)].join("; ");
}

const SHA = "4f2c1aa09b3d5e6f708192a3b4c5d6e7f8091a2b";

describe("where a command counts", () => {
  it.each([
    ["alone", "/mirror sync", "sync"],
    ["between words of the same paragraph", "please\n/mirror sync\nthanks", "sync"],
    ["with Windows line ends", "please\r\n\r\n/mirror sync\r\n/mirror status\r\n", "sync; status"],
    ["with old line ends", "please\r/mirror sync\r", "sync"],
    ["behind three spaces", "   /mirror sync", "sync"],
    ["with spaces around", "/mirror   sync  ", "sync"],
    ["with a tab between", "/mirror\tsync", "sync"],
    ["with a hard break", "/mirror sync  \n/mirror status", "sync; status"],
    ["with a backslash as a hard break", "/mirror sync\\\n/mirror status", "sync; status"],
    ["with a backslash at the end", "/mirror sync \\", "sync"],
    ["after a quote and an empty line", "> so be it\n\n/mirror sync", "sync"],
    ["after a list and an empty line", "- a\n- b\n\n/mirror sync", "sync"],
    ["after a list and a heading", "- a\n\n# b\n/mirror sync", "sync"],
    ["after code", "```\ncode\n```\n/mirror sync", "sync"],
    ["after a closed HTML comment", "<!-- a -->\n\n/mirror sync", "sync"],
    ["after a table's end", "| a |\n| - |\n\n/mirror sync", "sync"],
    ["inside a fold, as Markdown", "<details>\n\n/mirror sync\n\n</details>", "sync"],
    ["where emphasis goes on over the line", "*so\n/mirror sync\nbe it*", "sync"],
    ["before code in the same line", "/mirror status\nand `code`", "status"],
    ["after a line of code in it", "`code`\n/mirror sync", "sync"],
    ["after a link in the same paragraph", "[a](https://a.test)\n/mirror sync", "sync"],
    ["before a definition", "/mirror sync\n\n[a]: b", "sync"],
    ["after a definition", "[a]: b\n/mirror sync", "sync"],
    ["after a thematic break", "***\n/mirror sync", "sync"],
    ["deeper in a paragraph than three spaces", "a\n     /mirror sync", ""],
  ])("%s", (_, text, expected) => {
    expect(asked(text)).toBe(expected);
  });

  it.each([
    ["in a quote", "> /mirror sync"],
    ["in a quote that goes on without its mark", "> as you said\n/mirror sync"],
    ["in a quote in a quote", "> > a\n/mirror sync"],
    ["in an alert", "> [!NOTE]\n> /mirror sync"],
    ["in a list", "- /mirror sync"],
    ["in a numbered list", "1. /mirror sync"],
    ["in a list item that goes on", "- a\n/mirror sync"],
    ["in a list item that goes on, indented", "- a\n\n  /mirror sync"],
    ["in fenced code", "```\n/mirror sync\n```"],
    ["in fenced code with tildes", "~~~sh\n/mirror sync\n~~~"],
    ["in fenced code that is never closed", "```\n/mirror sync"],
    ["in a longer fence", "````\n```\n/mirror sync\n```\n````"],
    ["in indented code", "    /mirror sync"],
    ["behind a tab", "\t/mirror sync"],
    ["in inline code", "`/mirror sync`"],
    ["in inline code over lines", "a `code\n/mirror sync\nb` c"],
    ["in an HTML comment", "<!--\n/mirror sync\n-->"],
    ["in an HTML comment that is never closed", "<!--\n\n/mirror sync"],
    ["in an HTML comment in a paragraph", "a <!--\n/mirror sync\n--> b"],
    ["in an HTML block", "<div>\n/mirror sync\n</div>"],
    ["in a pre block with empty lines", "<pre>\n\n/mirror sync\n\n</pre>"],
    ["in an attribute", 'a <a title="\n/mirror sync\n">b</a>'],
    ["in a heading", "# /mirror sync"],
    ["in a heading by a line below it", "/mirror sync\n==="],
    ["in another heading by a line below it", "/mirror sync\n---"],
    ["in the title of a link", '[a](b "c\n/mirror sync\n")'],
    ["in the words of a link", "[a\n/mirror sync\n](https://b.test)"],
    ["in the title of a definition", '[a]: b "\n/mirror sync\n"'],
    ["in the words of an image", "![a\n/mirror sync\n](b)"],
    ["in the middle of a line", "please /mirror sync"],
    ["as the beginning of another word", "/mirrors sync"],
    ["as a path", "/mirror/sync"],
    ["with a colon", "/mirror: sync"],
    ["escaped", "\\/mirror sync"],
    ["in bold", "**/mirror sync**"],
    ["not at all", "nice work!"],
    ["in nothing", ""],
  ])("not %s", (_, text) => {
    expect(parseComment(text)).toEqual({ commands: [], mistakes: [] });
  });
});

describe("what is asked for", () => {
  it.each([
    ["/mirror help", "help"],
    ["/mirror status", "status"],
    ["/mirror status redis:7", "status */redis:7"],
    ["/mirror status redis", "status */redis[:@]*"],
    ["/mirror plan docker.io/library/redis:*", "plan docker.io/library/redis:*"],
    ["/mirror plan docker.io/library/*", "plan docker.io/library/*[:@]*"],
    ["/mirror plan *", "plan */*[:@]*"],
    ["/mirror plan */vault:1.1?.*", "plan */vault:1.1?.*"],
    ["/mirror plan hashicorp/vault:1.*_x*", "plan */hashicorp/vault:1.*_x*"],
    ["/mirror plan localhost:5000/a:[0-9]*", "plan localhost:5000/a:[0-9]*"],
    ["/mirror plan localhost/a", "plan localhost/a[:@]*"],
    [
      "/mirror plan redis:*-alpine\n/mirror verify redis:*-alpine",
      "plan */redis:*-alpine; verify */redis:*-alpine",
    ],
    ["/mirror plan redis:__a__", "plan */redis:__a__"],
    ["/mirror verify a:1 b:2 a:1", "verify */a:1 */b:2"],
    ["/mirror sync", "sync"],
    ["/mirror sync redis:7 4F2C1AA", "sync */redis:7 4f2c1aa"],
    [`/mirror sync ${SHA}`, `sync ${SHA}`],
    ["/mirror sync 4f2c1a", "sync */4f2c1a[:@]*"],
    ["/mirror sync redis@sha256:*", "sync */redis@sha256:*"],
    ["/mirror retry", "retry"],
    ["/mirror cancel", "cancel"],
    ["/mirror doctor", "doctor"],
    ["/mirror add redis:7", "add docker.io/library/redis:7"],
    ["/mirror add docker.io/library/redis:7 quay.io/a/b", "add docker.io/library/redis:7 quay.io/a/b"],
    [
      "/mirror add redis:7 to=cache/redis vault:1",
      "add docker.io/library/redis:7 to=cache/redis docker.io/library/vault:1",
    ],
    ["/mirror add redis:7 to=ghcr.io/other/redis", "add docker.io/library/redis:7 to=ghcr.io/other/redis"],
    ["/mirror add redis:7 redis:7", "add docker.io/library/redis:7"],
    ["/mirror sync\n/mirror sync", "sync"],
    ["/mirror sync redis:7\n/mirror  sync  redis:7", "sync */redis:7"],
    ["/mirror retry\n/mirror sync", "retry; sync"],
  ])("%j", (text, expected) => {
    expect(asked(text)).toBe(expected);
  });
});

describe("what is no command", () => {
  it.each([
    ["/mirror", "it does not say what to do", "/mirror help", undefined],
    ["/mirror snyc redis:7", "there is no command `snyc`", "/mirror sync redis:7", undefined],
    ["/mirror SYNC", "there is no command `SYNC`", "/mirror sync", undefined],
    ["/Mirror sync", "commands are written in lower case", "/mirror sync", undefined],
    ["/mirror adopt", "there is no command `adopt`", "/mirror help", undefined],
    ["/mirror xyzzy", "there is no command `xyzzy`", "/mirror help", undefined],
    ["/mirror retry redis:7", "`/mirror retry` takes nothing more", "/mirror retry", "/mirror retry"],
    ["/mirror help sync", "`/mirror help` takes nothing more", "/mirror help", "/mirror help"],
    ["/mirror cancel now", "`/mirror cancel` takes nothing more", "/mirror cancel", "/mirror cancel"],
    ["/mirror status [a", "`[a` is not a glob: a `[` is never closed", undefined, "/mirror status [image…]"],
    [
      "/mirror status `redis`",
      "``redis`` is not an image or a glob on images",
      undefined,
      "/mirror status [image…]",
    ],
    [
      "/mirror plan --all",
      "`--all` is not an image, and there are no options",
      undefined,
      "/mirror plan [image…]",
    ],
    ["/mirror sync 4f2c1aa 1234567", "it names two commits", undefined, "/mirror sync [image…] [sha]"],
    [
      "/mirror add",
      "it does not say which image",
      "/mirror add docker.io/library/redis:7",
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add redis:*",
      "`redis:*` is a glob, and images are added one by one",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add to=a redis",
      "`to=a` belongs behind the image that goes there",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add redis to=a to=b",
      "`docker.io/library/redis` is to go to two places",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add redis to=a:1",
      "`to=a:1`: copies keep the tag of their source",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    ["/mirror add redis to=", "`to=` does not say where to", undefined, "/mirror add IMAGE [to=PATH] …"],
    [
      "/mirror add redis as=cache/redis",
      "there is no `as=`, only `to=`",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add Redis",
      "`Redis` is not an image reference: a repository is written in lower case (did you mean `redis`?)",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
    [
      "/mirror add https://hub.docker.com/redis",
      "`https://hub.docker.com/redis` is not an image reference: remove https://",
      undefined,
      "/mirror add IMAGE [to=PATH] …",
    ],
  ])("%j", (text, message, didYouMean, usage) => {
    expect(parseComment(text)).toEqual({
      commands: [],
      mistakes: [{ line: text, message, didYouMean, usage }],
    });
  });

  it("says it in a few words, however long the line", () => {
    const { mistakes } = parseComment(`/mirror sync ${"a".repeat(5_000)}`);
    expect(mistakes).toMatchObject([{ message: "the line is longer than 1000 characters" }]);
  });

  it("leaves the other lines undone, too", () => {
    expect(asked("/mirror sync\n/mirror retyr")).toBe("[there is no command `retyr`]");
  });

  it.each(["sync", "retry"])("contradicts itself: cancel and %s", (name) => {
    expect(asked(`/mirror ${name}\n/mirror cancel`)).toMatch(
      /^\[contradicts `\/mirror \w+` in the same comment/,
    );
  });

  it("is more than ten of them", () => {
    const lines = Array.from({ length: 11 }, (_, at) => `/mirror sync redis:${at}`);
    expect(asked(lines.slice(1).join("\n")).split("; ")).toHaveLength(10);
    expect(asked(lines.join("\n"))).toBe("[the comment holds 11 commands, and one may hold 10]");
    expect(asked("/mirror sync\n".repeat(900))).toBe("sync");
  });

  it("is more than twenty images", () => {
    const images = Array.from({ length: 21 }, (_, at) => `a:${at}`).join(" ");
    expect(asked(`/mirror sync ${images}`)).toBe("[it names more than 20 images]");
    expect(asked(`/mirror add ${images}`)).toBe("[it names more than 20 images]");
  });
});

describe("a comment that is written to take long", () => {
  const full = (unit: string) => unit.repeat(65_536).slice(0, 65_000);

  it.each([
    "*_",
    "[",
    "![",
    ">",
    "> ",
    "1. ",
    "- ",
    "**a* ",
    "a\n-\n",
    "a\n",
    "`",
    "<a ",
    "[a](b",
    "&a;",
    "\\",
    "- a\n",
    "> a\n\n",
    "[a]: b\n",
    "<!--",
    "\t",
    "\n",
  ])("of %j", (unit) => {
    const before = performance.now();
    parseComment(`${full(unit)}\n\n/mirror sync\n`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it.each([" ", "\t", "\u00a0"])("with a command in it and much %j behind", (unit) => {
    const before = performance.now();
    parseComment(`/mirror${full(unit)}x`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it.each([
    ["lines", `${"a\n".repeat(1_001)}\n/mirror sync`],
    ["marks", `${"*_".repeat(1_001)}\n\n/mirror sync`],
    ["levels", `${"> ".repeat(31)}\n\n/mirror sync`],
    ["levels of lists", `${"1. ".repeat(31)}\n\n/mirror sync`],
  ])("is refused for its %s", (_, text) => {
    expect(asked(text)).toMatch(/^\[the comment holds too much else/);
  });

  it.each([
    ["marks", "*_".repeat(900)],
    ["headings", "a\n-\n".repeat(480)],
    ["quotes", `${">".repeat(30)} a\n`.repeat(60)],
    ["lists", `${"1. ".repeat(20)}a\n${"\n".repeat(900)}`],
    ["words", `${"*a ".repeat(900)}${"word ".repeat(10_000)}`],
  ])("is read where it stays below the limits: %s", (_, text) => {
    const before = performance.now();
    expect(asked(`${text}\n\n/mirror sync`)).toBe("sync");
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it("is none where it is only long", () => {
    expect(asked(`${"words ".repeat(10_000)}\n\n/mirror sync`)).toBe("sync");
    expect(asked(full("*_"))).toBe("");
  });
});
