import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { notFound, Refusal } from "../refusal.ts";
import type { World } from "../world.ts";
import { readForm } from "./form.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { placeOf, showPage, splitRef } from "./show-page.ts";
import { submitForm } from "./submit-form.ts";

const style = readFileSync(new URL("style.css", import.meta.url), "utf8");

/** Nothing runs, nothing is loaded but our style and images, forms go nowhere else. */
const SAFETY = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

/**
 * What a person sees of this GitHub and does there, below `/ui/`. The handler resolves to false, without having
 * touched anything, where a request is not for it.
 */
export function pageHandler(
  world: World,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://sandbox");
    if (!/^\/ui(\/|$)/.test(pathname)) return false;
    const send = (status: number, type: string, body: string | Buffer) =>
      response.writeHead(status, { ...SAFETY, "content-type": `${type}; charset=utf-8` }).end(body);
    try {
      const segments = segmentsOf(pathname);
      if (request.method === "POST") {
        const location = await submitForm(world, segments, await readForm(request));
        response.writeHead(303, { ...SAFETY, location }).end();
      } else if (request.method !== "GET") {
        throw new Refusal(405, "Method not allowed");
      } else if (pathname === "/ui/style.css") {
        send(200, "text/css", style);
      } else if (segments[2] === "raw") {
        send(200, "text/plain", await rawFile(world, segments));
      } else {
        send(200, "text/html", layout(await showPage(world, segments, searchParams)).text);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const page = {
        title: error.message,
        body: html`<h1>${error.reply.status}</h1><p>${error.message}</p>`,
      };
      // What is left of a body that was refused need not come.
      if (!request.complete) response.once("finish", () => request.destroy());
      send(error.reply.status, "text/html", layout(page).text);
    }
    return true;
  };
}

/** Throws 404 where a path is badly encoded. */
function segmentsOf(pathname: string): string[] {
  try {
    return pathname
      .slice("/ui/".length)
      .split("/")
      .map(decodeURIComponent)
      .filter((segment) => segment !== "");
  } catch {
    throw notFound();
  }
}

async function rawFile(world: World, segments: readonly string[]): Promise<Buffer> {
  const { repository, rest } = placeOf(world, segments);
  const { commit, path } = splitRef(repository, rest);
  const entry = await repository.git.entryAt(commit, path);
  if (entry?.type !== "blob") throw notFound();
  return repository.git.objects.readBlob(entry.oid);
}
