import { createServer } from "node:net";
import { ProbotOctokit } from "probot";
import { describe, expect, it, vi } from "vitest";
import { type RunningApp, serveApp } from "../../src/server/serve-app.ts";
import { rsaPem } from "../environment/keys.ts";
import { deliveryHeaders, recordLog, SECRET } from "./rig.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(openApp: () => Promise<RunningApp>) {
  const { log, output } = recordLog();
  const controller = new AbortController();
  const port = await freePort();
  const settings = {
    host: "127.0.0.1",
    port,
    appId: 7,
    privateKey: rsaPem,
    webhookSecret: SECRET,
    githubApiUrl: "http://127.0.0.1:9",
    webhookProxyUrl: undefined,
    shutdownTimeout: 1234,
  };
  const ended = serveApp({
    settings,
    log,
    Octokit: ProbotOctokit,
    about: "mirror",
    openApp,
    signal: controller.signal,
    now: () => 0,
  });
  const url = `http://127.0.0.1:${port}`;
  const status = (path: string) => fetch(`${url}${path}`).then((response) => response.status);
  const deliver = () =>
    fetch(`${url}/api/github/webhooks`, { method: "POST", headers: deliveryHeaders("{}"), body: "{}" });
  return { ended, status, deliver, output, stop: () => controller.abort() };
}

const app = (more: Partial<RunningApp> = {}): RunningApp => ({
  register: (probot) => probot.onAny(() => {}),
  checks: { database: async () => {} },
  start: async () => {},
  stop: async () => {},
  ...more,
});

describe("serveApp", () => {
  it("is alive before it is ready, and takes deliveries when it is", async () => {
    const opened = Promise.withResolvers<RunningApp>();
    const { ended, status, deliver, stop } = await start(() => opened.promise);
    await vi.waitFor(async () => expect(await status("/healthz")).toBe(200));
    expect(await status("/readyz")).toBe(503);
    expect((await deliver()).status).toBe(503);
    opened.resolve(app());
    await vi.waitFor(async () => expect(await status("/readyz")).toBe(200));
    expect((await deliver()).status).toBe(200);
    stop();
    await ended;
  });

  it("stops the App after the server, with the time it has", async () => {
    const steps: unknown[] = [];
    const { ended, status, stop, output } = await start(async () =>
      app({
        start: async () => void steps.push("start"),
        stop: async (grace) => {
          steps.push(await status("/healthz").catch(() => "closed"), grace);
        },
      }),
    );
    await vi.waitFor(() => expect(output()).toContain("ready for webhooks"));
    stop();
    await ended;
    expect(steps).toEqual(["start", "closed", 1234]);
  });

  it("stops at once where it was told to while opening", async () => {
    const stopped = vi.fn(async () => {});
    const opened = Promise.withResolvers<RunningApp>();
    const { ended, stop } = await start(() => opened.promise);
    stop();
    opened.resolve(app({ stop: stopped }));
    await ended;
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  it("listens no more where the App cannot be opened", async () => {
    const { ended, status } = await start(() => Promise.reject(new Error("data directory in use")));
    await expect(ended).rejects.toThrow("data directory in use");
    await expect(status("/healthz")).rejects.toThrow();
  });
});
