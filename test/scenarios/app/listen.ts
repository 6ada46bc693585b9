import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { House } from "./open-house.ts";

/** What the App asks GitHub about one repository from here on, in order: `GET contents/.github`, without queries. */
export function listen({ github }: House, { fullName }: Repository): () => readonly string[] {
  const start = github.requests.length;
  return () =>
    github.requests
      .slice(start)
      .filter(({ repository }) => repository === fullName)
      .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+\/?|\?.*$/g, "")}`);
}

/** Those of them that change something. */
export function writesOf(asked: () => readonly string[]): readonly string[] {
  return asked().filter((request) => !request.startsWith("GET "));
}
