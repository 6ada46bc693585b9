import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refusal, send } from "../answer.ts";
import type { Handle } from "../http-server.ts";
import type { Routes } from "../routes.ts";
import { WEBHOOK_PATH } from "../webhook-receiver.ts";
import { createManifest, webUrlOf } from "./app-manifest.ts";
import { convertManifest, type SetupCredentials } from "./convert-manifest.ts";
import { escapeHtml, type ProbotViews } from "./probot-views.ts";
import { readForm } from "./read-form.ts";
import { refuseStranger } from "./refuse-stranger.ts";

/** What {@link createSetupRoutes} stands on. */
export interface SetupOptions {
  /** `HOST`, by which the page may be called besides this machine's own names. */
  readonly host: string;
  readonly githubApiUrl: string;
  readonly about: { readonly name: string; readonly version: string; readonly description: string };
  /** What `app.yml` holds. */
  readonly appYml: object;
  readonly views: ProbotViews;
  /** A text nobody guesses: a code without it did not begin here. */
  readonly state: string;
  readonly fetch: typeof globalThis.fetch;
  /** A channel for webhooks to this machine, the same each time; undefined where there is none. */
  readonly channel: () => Promise<string | undefined>;
  /** What is wrong with credentials, one line each. */
  readonly check: (credentials: SetupCredentials) => readonly string[];
  /** Keeps credentials for the next start. */
  readonly store: (variables: Readonly<Record<string, string>>) => Promise<void>;
}

/**
 * Probot's setup pages: register an App from `app.yml` with one click, or take over one that exists. It is done once, and then
 * the server is to be started anew.
 *
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export function createSetupRoutes(options: SetupOptions): Routes {
  const { host, githubApiUrl, about, appYml, views, state, channel, check, store } = options;
  const webUrl = webUrlOf(githubApiUrl);
  let isDone = false;

  async function keep(credentials: SetupCredentials): Promise<Answer | undefined> {
    const problems = check(credentials);
    if (problems.length > 0) return { status: 400, body: problems.join("\n") };
    const proxy = await channel();
    await store({ ...credentials, ...(proxy && { WEBHOOK_PROXY_URL: proxy }) });
    isDone = true;
    return undefined;
  }

  async function showSetup(request: IncomingMessage): Promise<Answer> {
    const base = `http://${request.headers.host}`;
    const manifest = createManifest(appYml, {
      ...about,
      hookUrl: (await channel()) ?? `${base}${WEBHOOK_PATH}`,
      redirectUrl: `${base}/probot/setup`,
      homepage: webUrl,
    });
    return page(
      views.setupView({
        ...about,
        createAppUrl: escapeHtml(`${webUrl}/settings/apps/new?state=${state}`),
        manifest: escapeHtml(JSON.stringify(manifest)),
      }),
    );
  }

  async function takeCode(request: IncomingMessage): Promise<Answer> {
    const query = new URL(request.url ?? "/", "http://localhost").searchParams;
    const code = query.get("code");
    if (!code || !isSame(query.get("state") ?? "", state)) {
      return refusal(400, "This did not begin here; open the first page again.");
    }
    const app = await convertManifest(githubApiUrl, code, options.fetch);
    const refused = await keep(app.credentials);
    return refused ?? redirect(URL.canParse(app.url) ? `${app.url}/installations/new` : "/probot/success");
  }

  async function showImport(): Promise<Answer> {
    const proxy = (await channel()) ?? `https://YOUR-HOST${WEBHOOK_PATH}`;
    return page(
      views.importView({ name: about.name, GH_HOST: webUrl, WEBHOOK_PROXY_URL: escapeHtml(proxy) }),
    );
  }

  async function takeForm(request: IncomingMessage): Promise<Answer> {
    const form = await readForm(request);
    if (!form) return refusal(400, "The form must be JSON of at most 64 KiB, with its length.");
    const { appId: APP_ID = "", pem: PRIVATE_KEY = "", webhook_secret: WEBHOOK_SECRET = "" } = form;
    return (await keep({ APP_ID, PRIVATE_KEY, WEBHOOK_SECRET })) ?? { status: 200, body: "ok" };
  }

  const guarded =
    (get: Step, post?: Step): Handle =>
    async (request, response) => {
      send(response, refuseStranger(request, host) ?? (await run(request, get, post)));
    };

  async function run(request: IncomingMessage, get: Step, post: Step | undefined): Promise<Answer> {
    const step = request.method === "GET" ? get : request.method === "POST" ? post : undefined;
    if (!step) return refusal(405, "Only GET, and POST for forms.");
    if (isDone && step !== showSuccess) return { status: 409, body: "This is done; start the server anew." };
    return step(request);
  }

  const showSuccess: Step = async () => page(views.successView({ name: about.name }));
  const showFile: Handle = async (request, response: ServerResponse) => {
    if (!views.staticFilesHandler(request, response)) send(response, refusal(405, "Only GET."));
  };
  return {
    "/": guarded(async () => redirect("/probot")),
    "/probot": guarded(showSetup),
    "/probot/setup": guarded(takeCode),
    "/probot/import": guarded(showImport, takeForm),
    "/probot/success": guarded(showSuccess),
    ...Object.fromEntries(FILES.map((name) => [`/probot/static/${name}`, showFile])),
  };
}

type Step = (request: IncomingMessage) => Promise<Answer>;

const FILES = ["robot.svg", "probot-head.svg", "primer.css"];

function page(body: string): Answer {
  const headers = { "content-type": "text/html; charset=utf-8", "x-frame-options": "DENY" };
  return { status: 200, body, headers };
}

function redirect(location: string): Answer {
  return { status: 302, body: `Go to ${location}`, headers: { location } };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
