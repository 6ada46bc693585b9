import { Probot } from "probot";
import { describe, expect, it } from "vitest";
import { AppOctokit } from "../../../src/github/client/app-octokit.ts";
import { rsaPem } from "../../environment/keys.ts";
import { recordLog } from "../../server/rig.ts";

/** The App's Octokit as Probot makes it, at a GitHub that answers all the same. */
async function connect(message: string, headers: Record<string, string>) {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    const body = JSON.stringify({ message });
    return new Response(body, { status: 403, headers: { "content-type": "application/json", ...headers } });
  };
  const probot = new Probot({
    appId: 1,
    privateKey: rsaPem,
    log: recordLog().log,
    Octokit: AppOctokit,
    request: { fetch },
  });
  const { rest } = await probot.auth();
  return { ask: () => rest.apps.getAuthenticated(), requests: () => requests };
}

describe("AppOctokit", () => {
  it.each([
    ["You have exceeded a secondary rate limit.", { "retry-after": "61" }],
    ["API rate limit exceeded.", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${inAnHour()}` }],
  ])("passes on a limit that holds long: %s", async (message, headers) => {
    const { ask, requests } = await connect(message, headers);
    await expect(ask()).rejects.toMatchObject({ status: 403 });
    expect(requests()).toBe(1);
  });

  it("waits out one that is over soon, twice at most", async () => {
    const { ask, requests } = await connect("You have exceeded a secondary rate limit.", {
      "retry-after": "0.01",
    });
    await expect(ask()).rejects.toMatchObject({ status: 403 });
    expect(requests()).toBe(3);
  });
});

function inAnHour(): number {
  return Math.ceil(Date.now() / 1000) + 3600;
}
