import { randomUUID } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { SmeeClient } from "smee-client";
import { parse } from "yaml";
import { Health } from "../../observe/health.ts";
import type { Log } from "../../observe/log.ts";
import { startHttpServer } from "../http-server.ts";
import { createRouter, healthRoutes } from "../routes.ts";
import { fired } from "../stop-signal.ts";
import { mergeEnvironmentFile } from "./merge-environment-file.ts";
import { loadProbotViews } from "./probot-views.ts";
import { createSetupRoutes, type SetupOptions } from "./setup-routes.ts";

const APP_YML = new URL("../../../app.yml", import.meta.url);
/** In milliseconds. */
const CHANNEL_TIMEOUT = 5000;

/** What {@link serveSetup} stands on. */
export interface ServeSetupOptions extends Pick<SetupOptions, "about" | "check"> {
  readonly settings: {
    readonly host: string;
    readonly port: number;
    readonly githubApiUrl: string;
    readonly webhookProxyUrl: URL | undefined;
  };
  /** Whether a channel at smee.io is asked for, when somebody opens the page. */
  readonly makesChannel: boolean;
  readonly log: Log;
  /** The `.env` file, which is written. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Serves the setup pages until `signal` fires. They are the way to credentials where there are none. */
export async function serveSetup({
  settings,
  about,
  log,
  file,
  signal,
  ...options
}: ServeSetupOptions): Promise<void> {
  const setup = createSetupRoutes({
    ...settings,
    about,
    check: options.check,
    appYml: parse(await readFile(APP_YML, "utf8")),
    views: await loadProbotViews(),
    state: randomUUID(),
    fetch: globalThis.fetch,
    channel: channelOf(settings.webhookProxyUrl, options.makesChannel, log),
    store: async (variables) => {
      await writeVariables(file, variables);
      log.info(`The App's credentials are in ${file}: start the server anew.`);
    },
  });
  const health = new Health(options);
  const handle = createRouter({ ...healthRoutes(health), ...setup });
  const server = await startHttpServer({ ...settings, log, handle });
  log.info(`There are no credentials yet: open ${server.url} to set the App up.`);
  await fired(signal);
  await server.stop();
}

/** Asked for once, when somebody needs it; again, where that failed. */
function channelOf(
  known: URL | undefined,
  makesChannel: boolean,
  log: Log,
): () => Promise<string | undefined> {
  let channel = known?.href;
  return async () => {
    if (channel !== undefined || !makesChannel) return channel;
    try {
      const signal = AbortSignal.timeout(CHANNEL_TIMEOUT);
      channel = await SmeeClient.createChannel({
        fetch: ((url: string, init: RequestInit) => fetch(url, { ...init, signal })) as never,
      });
    } catch (error) {
      log.warn(
        { err: error },
        "no channel for webhooks could be had from smee.io; GitHub must reach this server itself",
      );
    }
    return channel;
  };
}

async function writeVariables(file: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  await writeFile(file, mergeEnvironmentFile(text, variables), { mode: 0o600 });
  // A file that was there keeps its mode.
  await chmod(file, 0o600);
}
