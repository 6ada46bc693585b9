import type { Call } from "../call.ts";
import type { Action, Scope } from "./scope.ts";

const READING = new Set(["GET", "HEAD"]);

/** What a call needs: reading pulls, writing pulls and pushes, and a mount also pulls from where it takes. */
export function neededScopes({ method, route, url }: Call): Scope[] {
  const { repository } = route;
  if (repository === undefined) return [];
  const own: Scope = { repository, actions: actionsOf(method) };
  const from = route.kind === "upload" && method === "POST" ? url.searchParams.get("from") : null;
  if (from === null || from === "" || from === repository) return [own];
  return [own, { repository: from, actions: ["pull"] }];
}

/** Docker-registry goes by the method alone: to cancel an upload takes the right to delete. */
function actionsOf(method: string): readonly Action[] {
  if (READING.has(method)) return ["pull"];
  return method === "DELETE" ? ["delete"] : ["pull", "push"];
}
