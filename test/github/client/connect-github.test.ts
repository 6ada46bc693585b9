import { describe, expect, it } from "vitest";
import { openGitHub } from "../../sandbox/github/client.ts";
import { connectTo, connectToAnswers } from "./connect-to.ts";

const { signal } = new AbortController();

describe("identify", () => {
  it("tells who the App is", async () => {
    const { github } = await openGitHub();
    const { id, slug, name } = github.world.app;
    expect(await connectTo(github).identify(signal)).toEqual({ id, slug, name });
    await github.close();
  });

  it("fails where GitHub does not tell the name of its bot", async () => {
    const { github } = connectToAnswers({ "GET /app": { id: 7, name: "Mirror" } });
    await expect(github.identify(signal)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("installationOf", () => {
  const [organization, user] = ["GET /orgs/acme/installation", "GET /users/acme/installation"];
  const installed = { id: 7, suspended_at: null };
  const suspended = { id: 7, suspended_at: "2026-01-01T00:00:00Z" };

  it.each<[string, Record<string, object | number>, number | undefined, readonly string[]]>([
    ["an organization", { [organization]: installed }, 7, [organization]],
    ["a person", { [user]: installed }, 7, [organization, user]],
    ["nobody who has it", {}, undefined, [organization, user]],
    ["an organization that has suspended it", { [organization]: suspended }, undefined, [organization]],
    ["a person who has suspended it", { [user]: suspended }, undefined, [organization, user]],
  ])("of %s", async (_what, answers, installation, requests) => {
    const { github, asked } = connectToAnswers(answers);
    expect(await github.installationOf("acme", signal)).toBe(installation);
    expect(asked).toEqual(requests);
  });

  it("is not known where GitHub does not answer", async () => {
    const { github } = connectToAnswers({ [organization]: 502 });
    await expect(github.installationOf("acme", signal)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("asks for no other page, whatever the name", async () => {
    const { github, asked } = connectToAnswers({});
    await github.installationOf("a/../b?c", signal);
    expect(asked).toEqual([
      "GET /orgs/a%2F..%2Fb%3Fc/installation",
      "GET /users/a%2F..%2Fb%3Fc/installation",
    ]);
  });
});
