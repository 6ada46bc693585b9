import type { IncomingMessage, ServerResponse } from "node:http";

/** The pages that Probot shows where an App has no credentials yet. Nothing in them is escaped by Probot. */
export interface ProbotViews {
  readonly setupView: (options: {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly createAppUrl: string;
    readonly manifest: string;
  }) => string;
  readonly importView: (options: {
    readonly name: string;
    readonly WEBHOOK_PROXY_URL: string;
    readonly GH_HOST: string;
  }) => string;
  readonly successView: (options: { readonly name: string }) => string;
  /** Answers requests for what the pages show, and says whether it did. */
  readonly staticFilesHandler: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/**
 * Loads Probot's pages. They are used without the app around them, `lib/apps/setup.js`: it puts the manifest into an attribute
 * unescaped, so that an apostrophe in `app.yml` cuts it off; registers `/` for webhooks; takes codes from anybody; and fetches
 * packages at run time.
 */
export async function loadProbotViews(): Promise<ProbotViews> {
  // Not exported by the package; the version is pinned, and a test would tell.
  const load = (path: string) => import(new URL(path, import.meta.resolve("probot")).href);
  const [{ setupView }, { importView }, { successView }, { staticFilesHandler }] = await Promise.all([
    load("./views/setup.js"),
    load("./views/import.js"),
    load("./views/success.js"),
    load("./server/handlers/static-files.js"),
  ]);
  return { setupView, importView, successView, staticFilesHandler };
}

/** A text as it may stand in HTML, also in an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
