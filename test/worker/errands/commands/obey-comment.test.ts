import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { marker } from "../../../../src/github/report/marker.ts";
import { APP, CONTEXT, HEAD, LOCKED, PULL, Stand } from "./stand.ts";

describe("obeyComment", () => {
  it("takes it, answers, and is done", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror help")).toEqual(["eyes 900", "reply #12", "rocket 900"]);
    expect(stand.replies[0]?.body.startsWith(marker(APP, "reply-900"))).toBe(true);
  });

  it("says nothing to what is no command", async () => {
    expect(await new Stand().comment("> /mirror sync")).toEqual([]);
  });

  it("forgets a comment that was deleted", async () => {
    const stand = new Stand();
    stand.isDeleted = true;
    expect(await stand.comment("/mirror sync")).toEqual([]);
  });

  it("leaves a comment to the one that repeats it", async () => {
    const stand = new Stand();
    stand.isRepeated = true;
    expect(await stand.comment("/mirror status")).toEqual([]);
  });

  it("says what is wrong with it, once, and does nothing", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror snyc redis:7\n/mirror sync")).toEqual(["confused 900", "reply #12"]);
    expect(stand.said).toBe(
      [
        "I did not understand that, and did nothing:",
        "",
        "- `/mirror snyc redis:7`: there is no command `snyc`<br>Did you mean `/mirror sync redis:7`?",
        "",
        "All commands: `/mirror help`",
      ].join("\n"),
    );
    expect(await stand.comment("/mirror snyc redis:7\n/mirror sync")).toEqual(["confused 900"]);
  });

  it("does not take another's word for its own: somebody has forged the marker", async () => {
    const stand = new Stand();
    stand.replies.push({ id: 1, thread: 12, body: `hi ${marker(APP, "reply-900")}` });
    stand.replies.push({ id: 2, thread: 12, body: marker(APP + 1, "reply-900") });
    expect(await stand.comment("/mirror help")).toContain("reply #12");
  });

  it.each([
    ["/mirror help", "none", ["-1 900"]],
    ["/mirror nonsense", "none", ["-1 900"]],
    ["/mirror sync", "write", ["-1 900"]],
    ["/mirror help\n/mirror sync", "write", ["-1 900"]],
    ["/mirror add redis:7", "triage", ["-1 900"]],
    ["/mirror plan", "read", ["eyes 900", "rocket 900", "send"]],
    ["/mirror sync", "maintain", ["eyes 900", "request"]],
  ] as const)("%j of somebody with the role %s", async (text, role, expected) => {
    const stand = new Stand();
    stand.role = role;
    expect(await stand.comment(text)).toEqual(expected);
  });

  it("refuses where GitHub does not say who may do what", async () => {
    const stand = new Stand();
    stand.role = new GitHubError("UNAVAILABLE", "get a role", "Bad gateway", 502);
    expect(await stand.comment("/mirror sync")).toEqual(["-1 900"]);
  });

  it.each([
    ["read", ["-1 900"]],
    ["write", ["eyes 900", "rocket 900", "send"]],
  ] as const)("plans a fork for somebody with the role %s", async (role, expected) => {
    const stand = new Stand();
    stand.role = role;
    stand.pulls = [{ ...PULL, isFork: true }];
    expect(await stand.comment("/mirror plan")).toEqual(expected);
  });

  it("asks the organization's policy for the least role", async () => {
    const stand = new Stand();
    stand.policy = "version: 1\ncommands: { sync: write, status: admin }\n";
    stand.role = "write";
    expect(await stand.comment("/mirror sync")).toEqual(["eyes 900", "request"]);
    expect(await stand.comment("/mirror status")).toEqual(["-1 900"]);
  });

  it("does nothing but look while the policy cannot be read", async () => {
    const stand = new Stand();
    stand.policy = "version: 1\nnonsense: true\n";
    expect(await stand.comment("/mirror sync")).toEqual(["eyes 900", "reply #12", "confused 900"]);
    expect(stand.said).toBe(
      "`acme/.github: .github/mirror-policy.yml at fffffff` cannot be read, and until it can, nothing is allowed.",
    );
    expect(await stand.comment("/mirror help", { comment: 901 })).toContain("rocket 901");
  });

  it("does the deed where it may say nothing", async () => {
    const stand = new Stand();
    stand.refusal = LOCKED;
    expect(await stand.comment("/mirror status\n/mirror sync")).toEqual(["request"]);
    expect(stand.log.lines).toContain("warn a comment could not be answered");
  });

  it("answers all commands of a comment in one reply", async () => {
    const stand = new Stand();
    await stand.comment("/mirror help\n/mirror verify\n/mirror retry");
    expect(stand.replies).toHaveLength(1);
    expect(stand.said).toContain("### `/mirror help`\n");
    expect(stand.said).toContain("### `/mirror verify`\n");
    expect(stand.said).toContain("### `/mirror retry`\n");
  });

  it("is not done before its runs are, and asks for them last", async () => {
    const stand = new Stand();
    expect(await stand.comment("/mirror help\n/mirror sync")).toEqual(["eyes 900", "reply #12", "request"]);
    expect(stand.requests).toMatchObject([
      { asker: { login: "ann", command: "sync", thread: 12, comment: 900 } },
    ]);
  });

  it("does not ask again for runs that an earlier try has asked for", async () => {
    const stand = new Stand();
    await stand.comment("/mirror sync");
    stand.open = stand.requests.map((request) => ({ ...request, state: "requested" }) as never);
    expect(await stand.comment("/mirror sync")).toEqual(["eyes 900"]);
  });

  it("tries again where GitHub cannot be reached, and says what GitHub refuses", async () => {
    const stand = new Stand();
    stand.conflict = new GitHubError("UNAVAILABLE", "write a file", "Bad gateway", 502);
    await expect(stand.comment("/mirror add vault:1")).rejects.toThrow("Bad gateway");
    stand.conflict = new GitHubError(
      "REFUSED",
      "write a file",
      "Resource not accessible `by` @integration",
      403,
    );
    expect(await stand.comment("/mirror add vault:1")).toEqual(["eyes 900", "reply #12", "confused 900"]);
    expect(stand.said).toBe("GitHub does not let me do that: ``Resource not accessible `by` @integration``");
  });

  it("stops when it is told to, and says nothing", async () => {
    const stand = new Stand();
    stand.role = new Error("aborted");
    const errand = {
      kind: "command",
      installation: 5,
      repository: { id: 7, owner: "acme", name: "mirrors" },
    } as const;
    const comment = {
      ...errand,
      thread: 12,
      isPull: true,
      comment: 900,
      author: "ann",
      text: "/mirror sync",
      head: HEAD,
    };
    const { obeyComment } = await import("../../../../src/worker/errands/commands/obey-comment.ts");
    const context = { ...CONTEXT, signal: AbortSignal.abort(new Error("stopped")) };
    await expect(obeyComment(stand.parts, comment, "e", context)).rejects.toThrow("stopped");
    expect(stand.deeds).toEqual([]);
  });
});
