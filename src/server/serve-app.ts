import { Probot, type ProbotOctokit } from "probot";
import { Health, type HealthCheck } from "../observe/health.ts";
import type { Log } from "../observe/log.ts";
import { startHttpServer } from "./http-server.ts";
import { patientFetch } from "./patient-fetch.ts";
import { aboutRoute, createRouter, healthRoutes } from "./routes.ts";
import { fired } from "./stop-signal.ts";
import { startWebhookProxy } from "./webhook-proxy.ts";
import { createWebhookReceiver, type Receive, WEBHOOK_PATH } from "./webhook-receiver.ts";
import { createWebhookRoute } from "./webhook-route.ts";

/** The App behind the server: its state, its queue, its worker. */
export interface RunningApp {
  /** Registers the handlers of webhooks. They resolve when what a delivery means is stored. */
  readonly register: (probot: Probot) => void;
  /** What `/readyz` looks at. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** Begins to work. */
  start(): Promise<void>;
  /** Begins nothing new, gives what runs `grace` milliseconds to reach a safe point, and closes everything. */
  stop(grace: number): Promise<void>;
}

/** What {@link serveApp} stands on. */
export interface ServeAppOptions {
  readonly settings: {
    readonly host: string;
    readonly port: number;
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly githubApiUrl: string;
    readonly webhookProxyUrl: URL | undefined;
    readonly shutdownTimeout: number;
  };
  readonly log: Log;
  /** What GitHub is asked with. */
  readonly Octokit: typeof ProbotOctokit;
  /** What `/` says. */
  readonly about: string;
  /** Opens the App; `probot` is how it reaches GitHub. Rejects where it cannot be. */
  readonly openApp: (probot: Probot) => Promise<RunningApp>;
  /** Told once, when deliveries are taken: where the server answers, without a slash at the end. */
  readonly onReady?: (url: string) => void;
  /** Ends the server. */
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/**
 * Serves the App until `signal` fires; resolves when everything is closed. It listens first, so that it is seen to be alive
 * while the App opens, which can take seconds; deliveries are refused until then.
 */
export async function serveApp({
  settings,
  log,
  Octokit,
  about,
  openApp,
  onReady,
  signal,
  now,
}: ServeAppOptions): Promise<void> {
  const health = new Health({
    now,
    onFailure: (check, error) => log.warn({ check, err: error }, "not ready"),
  });
  let receive: Receive | undefined;
  const webhooks = createWebhookRoute({ secret: settings.webhookSecret, log, receive: () => receive, now });
  const handle = createRouter({ ...healthRoutes(health), ...aboutRoute(about), [WEBHOOK_PATH]: webhooks });
  const server = await startHttpServer({ ...settings, log, handle });

  let app: RunningApp | undefined;
  let stopProxy: (() => Promise<void>) | undefined;
  try {
    const probot = createAppProbot(settings, Octokit, log);
    app = await openApp(probot);
    for (const [name, check] of Object.entries(app.checks)) health.add(name, check);
    receive = await createWebhookReceiver(app.register, probot);
    await app.start();
    health.begin();
    log.info({ url: server.url }, "ready for webhooks");
    onReady?.(server.url);
    if (settings.webhookProxyUrl) {
      stopProxy = startWebhookProxy(settings.webhookProxyUrl, `${server.url}${WEBHOOK_PATH}`, log);
    }
    await fired(signal);
    log.info("stopping");
  } finally {
    health.drain();
    await stopProxy?.();
    await server.stop();
    receive = undefined;
    await app?.stop(settings.shutdownTimeout);
  }
}

function createAppProbot(
  settings: ServeAppOptions["settings"],
  Octokit: typeof ProbotOctokit,
  log: Log,
): Probot {
  const { appId, privateKey, webhookSecret, githubApiUrl } = settings;
  const request = { fetch: patientFetch };
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: githubApiUrl,
    log,
    Octokit,
    request,
  });
}
