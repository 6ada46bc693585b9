import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { ArtifactStorage } from "../actions/artifact-storage.ts";
import type { ManifestCodes } from "../apps/manifest-codes.ts";
import type { World } from "../world.ts";
import { readAll } from "./read-all.ts";

/** Answers a request; false where it is not for it. */
type Answerer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** What is served for people. */
export interface Website {
  readonly codes: ManifestCodes;
  /** Everything under `/ui`. */
  readonly showPage: Answerer;
  /** What runs of workflows have left. */
  readonly storage: ArtifactStorage;
}

const NEW_APP = /^(?:\/organizations\/[^/]+)?\/settings\/apps\/new$/;

/** The pages of a world. They are loaded when somebody looks: most tests never do. */
export function pages(world: World): Answerer {
  let loaded: Promise<Answerer> | undefined;
  return async (request, response) => {
    loaded ??= import("../page/page-handler.ts").then(({ pageHandler }) => pageHandler(world));
    return (await loaded)(request, response);
  };
}

/** Sends people's requests to the website, and all others to the API. */
export function siteListener(site: Website, api: RequestListener): RequestListener {
  return (request, response) => {
    if (site.storage.serve(request, response)) return;
    const { pathname } = new URL(request.url ?? "/", "http://sandbox");
    const isForPeople = pathname === "/" || /^\/ui(?:\/|$)/.test(pathname) || NEW_APP.test(pathname);
    if (!isForPeople) return api(request, response);
    serve(request, response, site).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(`${String(error)}\n`);
    });
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { codes, showPage }: Website,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://sandbox");
  if (pathname === "/") return redirect(response, "/ui");
  if (!NEW_APP.test(pathname)) return void (await showPage(request, response));
  const form = new URLSearchParams((await readAll(request))?.toString("utf8"));
  const target = codes.submit(form, searchParams.get("state"));
  if (target !== undefined) return redirect(response, target);
  response.writeHead(422).end("A form with a manifest that has a redirect_url is to be posted here.\n");
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}
