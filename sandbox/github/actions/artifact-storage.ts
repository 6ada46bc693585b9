import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Artifact } from "./artifact.ts";

/** As long as a link works, in milliseconds. https://docs.github.com/en/rest/actions/artifacts#download-an-artifact */
const LINK_LIFE = 60_000;

/** Where the links lead. */
const FOLDER = "/artifact-storage/";

interface Link {
  readonly artifact: Artifact;
  readonly until: number;
}

/** Serves artifacts at links that let everybody read for a minute, and that no token may be shown to: on GitHub the storage is somebody else's. */
export class ArtifactStorage {
  readonly #url: string;
  readonly #now: () => Date;
  readonly #links = new Map<string, Link>();

  /** `url` is the origin that it is served at. */
  constructor(url: string, now: () => Date) {
    this.#url = url;
    this.#now = now;
  }

  /** A link to an artifact. */
  urlOf(artifact: Artifact): string {
    const now = this.#now().getTime();
    for (const [key, { until }] of this.#links) if (until <= now) this.#links.delete(key);
    const key = randomBytes(24).toString("base64url");
    this.#links.set(key, { artifact, until: now + LINK_LIFE });
    return `${this.#url}${FOLDER}${key}`;
  }

  /** Answers a request; false, without having touched anything, where it is not for it. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? "/", this.#url);
    if (!pathname.startsWith(FOLDER)) return false;
    const link = this.#links.get(pathname.slice(FOLDER.length));
    if (request.headers.authorization !== undefined) {
      refuse(response, 400, "InvalidAuthenticationInfo");
    } else if (link === undefined || link.until <= this.#now().getTime()) {
      refuse(response, 403, "AuthenticationFailed");
    } else if (request.method !== "GET" && request.method !== "HEAD") {
      refuse(response, 405, "UnsupportedHttpVerb");
    } else {
      const { zip, name } = link.artifact;
      const headers = {
        "content-type": "application/zip",
        "content-length": zip.length,
        "content-disposition": `attachment; filename="${encodeURIComponent(name)}.zip"`,
      };
      response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : zip);
    }
    return true;
  }
}

/** In the shape that the storage has its errors in. https://learn.microsoft.com/en-us/rest/api/storageservices/status-and-error-codes2 */
function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`);
}
