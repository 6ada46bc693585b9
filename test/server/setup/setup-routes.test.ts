import { describe, expect, it, vi } from "vitest";
import { loadProbotViews } from "../../../src/server/setup/probot-views.ts";
import { createSetupRoutes, type SetupOptions } from "../../../src/server/setup/setup-routes.ts";
import { serve } from "../rig.ts";

const CONVERTED = {
  id: 7,
  pem: "THE-KEY",
  webhook_secret: "from GitHub",
  client_secret: "not needed",
  html_url: "https://github.com/apps/ours",
};

async function start(more: Partial<SetupOptions> = {}) {
  const store = vi.fn<SetupOptions["store"]>(async () => {});
  const fetched = vi.fn(async (_: string, __: RequestInit) => Response.json(CONVERTED, { status: 201 }));
  const server = await serve(
    createSetupRoutes({
      host: "127.0.0.1",
      githubApiUrl: "https://api.github.com",
      about: { name: "mirror", version: "1.0.0", description: "words" },
      appYml: { name: "ours", description: `it's "so" <b>` },
      views: await loadProbotViews(),
      state: "the-state",
      fetch: fetched as unknown as typeof fetch,
      channel: async () => undefined,
      check: () => [],
      store,
      ...more,
    }),
  );
  const get = async (path: string) => {
    const response = await fetch(`${server.url}${path}`, { redirect: "manual" });
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get("location"),
    };
  };
  const post = async (form: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}/probot/import`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(form),
    });
    return [response.status, (await response.text()).trim()] as const;
  };
  return { server, get, post, store, fetched };
}

/** What a browser would post: the value of the button. */
function manifestOf(html: string): unknown {
  const [, value = ""] = /name="manifest"[^>]* value='([^']*)'/.exec(html) ?? [];
  return JSON.parse(value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));
}

describe("the setup pages", () => {
  it("are Probot's, with a manifest that survives HTML", async () => {
    const { server, get } = await start();
    expect(await get("/")).toMatchObject({ status: 302, location: "/probot" });
    const { text } = await get("/probot");
    expect(text).toContain("Register GitHub App");
    expect(text).toContain('action="https://github.com/settings/apps/new?state=the-state"');
    expect(manifestOf(text)).toMatchObject({
      name: "ours",
      description: `it's "so" <b>`,
      hook_attributes: { url: expect.stringMatching(/^http:\/\/localhost:\d+\/api\/github\/webhooks$/) },
      redirect_url: `${server.url}/probot/setup`,
    });
  });

  it("have their pictures and styles", async () => {
    const { get } = await start();
    for (const name of ["robot.svg", "probot-head.svg", "primer.css"]) {
      expect((await get(`/probot/static/${name}`)).status).toBe(200);
    }
  });

  it("send webhooks to a channel where there is one, and keep it", async () => {
    const { get, store } = await start({ channel: async () => "https://smee.io/abc" });
    expect(manifestOf((await get("/probot")).text)).toMatchObject({
      hook_attributes: { url: "https://smee.io/abc" },
    });
    await get("/probot/setup?code=c&state=the-state");
    expect(store.mock.calls[0]?.[0]).toMatchObject({ WEBHOOK_PROXY_URL: "https://smee.io/abc" });
  });

  it("exchange GitHub's code for credentials, store those, and are done", async () => {
    const { get, post, store, fetched } = await start();
    const { status, location } = await get("/probot/setup?code=a%2Fb&state=the-state");
    expect([status, location]).toEqual([302, "https://github.com/apps/ours/installations/new"]);
    expect(fetched.mock.calls[0]?.[0]).toBe("https://api.github.com/app-manifests/a%2Fb/conversions");
    expect(store.mock.calls).toEqual([
      [{ APP_ID: "7", PRIVATE_KEY: "THE-KEY", WEBHOOK_SECRET: "from GitHub" }],
    ]);
    expect((await get("/probot/setup?code=x&state=the-state")).status).toBe(409);
    expect((await post({ appId: 1, pem: "p", webhook_secret: "s" }))[0]).toBe(409);
    expect((await get("/probot/success")).status).toBe(200);
    expect(store).toHaveBeenCalledTimes(1);
  });

  it.each(["code=c", "code=c&state=", "code=c&state=the-statf", "state=the-state"])(
    "take no code that they did not ask for: %s",
    async (query) => {
      const { get, store, fetched } = await start();
      expect((await get(`/probot/setup?${query}`)).status).toBe(400);
      expect(fetched).not.toHaveBeenCalled();
      expect(store).not.toHaveBeenCalled();
    },
  );

  it("store nothing where GitHub refuses the code", async () => {
    const { get, store } = await start({
      fetch: async () => Response.json({ message: "Not Found" }, { status: 404 }),
    });
    expect((await get("/probot/setup?code=c&state=the-state")).status).toBe(500);
    expect(store).not.toHaveBeenCalled();
  });

  it("take over an App that exists", async () => {
    const { get, post, store } = await start();
    expect((await get("/probot/import")).text).toContain("https://YOUR-HOST/api/github/webhooks");
    expect(await post({ appId: 7, pem: "p", webhook_secret: "s", other: "x" })).toEqual([200, "ok"]);
    expect(store.mock.calls).toEqual([[{ APP_ID: "7", PRIVATE_KEY: "p", WEBHOOK_SECRET: "s" }]]);
  });

  it("say what is wrong with an App that exists", async () => {
    const { post, store } = await start({ check: () => ["WEBHOOK_SECRET: is short"] });
    expect(await post({ appId: 7 })).toEqual([400, "WEBHOOK_SECRET: is short"]);
    expect((await post([null]))[0]).toBe(400);
    expect((await post({ pem: "x".repeat(70_000) }))[0]).toBe(400);
    expect(store).not.toHaveBeenCalled();
  });

  it("take nothing from another site", async () => {
    const { post, store } = await start();
    expect((await post({ appId: 7 }, { origin: "https://evil.example" }))[0]).toBe(403);
    expect(store).not.toHaveBeenCalled();
  });
});
