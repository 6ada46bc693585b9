import { afterEach, describe, expect, it } from "vitest";
import type { GitHubOptions } from "../../../sandbox/github/start-github.ts";
import { openGitHub } from "./client.ts";

let now = new Date("2026-11-21T12:00:00Z");
let hub: Awaited<ReturnType<typeof openGitHub>>;
let installation: number;

afterEach(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

async function open(limits: GitHubOptions["limits"] = {}) {
  hub = await openGitHub({
    now: () => now,
    limits,
    app: {
      manifest: { name: "test", default_permissions: { issues: "write", metadata: "read" } },
      webhookSecret: "x",
    },
  });
  await hub.github.createRepository("acme", "mirrors");
  installation = hub.github.install("acme", "all");
  return hub.tokenOf(installation);
}

describe("rate limits", () => {
  it("are told with each answer and start anew after an hour", async () => {
    const token = await open({ perHour: 2 });
    const get = () => hub.ask("/installation/repositories", { token });
    expect((await get()).headers.get("x-ratelimit-remaining")).toBe("1");
    expect((await get()).headers.get("x-ratelimit-remaining")).toBe("0");
    const refused = await get();
    expect(refused.status).toBe(403);
    expect(refused.body.message).toMatch(/^API rate limit exceeded for installation ID \d+\.$/);
    const reset = Number(refused.headers.get("x-ratelimit-reset")) * 1000;
    expect(reset - now.getTime()).toBe(3_600_000);
    expect((await hub.ask("/rate_limit", { token })).body.rate).toMatchObject({
      limit: 2,
      used: 2,
      remaining: 0,
    });
    now = new Date(now.getTime() + 3_600_000 - 1);
    expect((await get()).status).toBe(403);
    now = new Date(now.getTime() + 1);
    const renewed = await hub.tokenOf(installation);
    const again = await hub.ask("/installation/repositories", { token: renewed });
    expect(again.headers.get("x-ratelimit-remaining")).toBe("1");
  });

  it("do not count what has not changed", async () => {
    const token = await open();
    const path = "/installation/repositories";
    const first = await hub.ask(path, { token });
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await hub.ask(path, { token, headers })).status).toBe(304);
    const second = await hub.ask(path, { token });
    expect(second.headers.get("x-ratelimit-used")).toBe("2");
    await hub.github.createRepository("acme", "more");
    expect((await hub.ask(path, { token, headers })).status).toBe(200);
  });

  it("slow down who writes too much", async () => {
    const token = await open({ contentPerMinute: 2 });
    const write = () => hub.ask("/repos/acme/mirrors/issues", { token, body: { title: "Hello" } });
    expect([(await write()).status, (await write()).status]).toEqual([201, 201]);
    now = new Date(now.getTime() + 20_000);
    const refused = await write();
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain("secondary rate limit");
    expect(refused.headers.get("retry-after")).toBe("40");
    now = new Date(now.getTime() + 40_000);
    expect((await write()).status).toBe(201);
  });

  it("slow down who asks too fast", async () => {
    const token = await open({ pointsPerMinute: 6 });
    const get = () => hub.ask("/installation/repositories", { token });
    const statuses = [];
    for (let index = 0; index < 7; index += 1) statuses.push((await get()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 403]);
  });
});
