import { ProbotOctokit } from "probot";
import type { SandboxGitHub } from "../../../sandbox/github/start-github.ts";
import { connectGitHub } from "../../../src/github/client/connect-github.ts";
import type { GitHub } from "../../../src/github/github.ts";

/** Hundreds of things are made within a minute. */
export const ROOMY = { contentPerMinute: 100_000, contentPerHour: 100_000, pointsPerMinute: 1_000_000 };

const QUIET = {
  throttle: { enabled: false },
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

/** A sandbox's GitHub as the App sees it, but for the pauses of Octokit and, unless said otherwise, its repetitions. */
export function connectTo({ url, app }: SandboxGitHub, retry: object = { enabled: false }): GitHub {
  const { id: appId, privateKey } = app;
  const auth = async (installationId?: number) =>
    new ProbotOctokit({
      ...QUIET,
      baseUrl: url,
      retry,
      auth: { appId, privateKey, ...(installationId !== undefined && { installationId }) },
    });
  return connectGitHub({ auth });
}

/** A body, a status, or a list that never ends, page by page. */
type FixedAnswer = object | number | ((page: number) => readonly object[]);

/** A GitHub that answers so by method and path, `GET /app`; to all else, 404. */
export function connectToAnswers(answers: Readonly<Record<string, FixedAnswer>>) {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(`${input}`);
    const key = `${init.method ?? "GET"} ${url.pathname}`;
    asked.push(key);
    return respond(answers[key] ?? 404, url);
  };
  const auth = async () =>
    new ProbotOctokit({ ...QUIET, retry: { enabled: false }, auth: { token: "t" }, request: { fetch } });
  return { github: connectGitHub({ auth }), asked };
}

function respond(answer: FixedAnswer, url: URL): Response {
  if (typeof answer === "number") return Response.json({ message: `${answer} it is` }, { status: answer });
  if (typeof answer !== "function") return Response.json(answer);
  const page = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", `${page + 1}`);
  return Response.json(answer(page), { headers: { link: `<${next}>; rel="next"` } });
}
