import { RequestError } from "@octokit/request-error";
import { describe, expect, it } from "vitest";
import { Calls } from "../../../src/github/client/calls.ts";
import { GitHubError } from "../../../src/github/github-error.ts";

const { signal } = new AbortController();
const never = () => new Promise<never>(() => {});

function fails(status: number, headers: Record<string, string> = {}): () => Promise<never> {
  const request = { method: "GET", url: "https://api.github.com/", headers: {} } as const;
  const response = { status, url: request.url, headers, data: { message: "no" }, retryCount: 0 };
  return () => Promise.reject(new RequestError("no", status, { request, response }));
}

async function* pagesOf<T>(...pages: (readonly T[] | (() => Promise<never>))[]) {
  for (const page of pages) yield { data: typeof page === "function" ? await page() : page };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe("a call", () => {
  it("gives the answer", async () => {
    expect(await new Calls(Date.now).make("ask", signal, async () => 7)).toBe(7);
  });

  it("names the operation in what fails", async () => {
    const failure = new Calls(Date.now).make("ask", signal, fails(502));
    await expect(failure).rejects.toBeInstanceOf(GitHubError);
    await expect(failure).rejects.toThrow("GitHub, ask: 502 no");
  });

  it("ends as soon as the signal fires, however long the answer takes", async () => {
    const stop = new AbortController();
    const answer = new Calls(Date.now).make("ask", stop.signal, never);
    stop.abort(new Error("stopping"));
    await expect(answer).rejects.toThrow("stopping");
    await expect(new Calls(Date.now).make("ask", stop.signal, never)).rejects.toThrow("stopping");
  });

  it("is not heard twice: an answer that fails after the signal is nobody's error", async () => {
    const stop = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const answer = new Calls(Date.now).make("ask", stop.signal, () => promise);
    stop.abort(new Error("stopping"));
    reject(new Error("too late"));
    await expect(answer).rejects.toThrow("stopping");
  });

  it("is not made while a limit holds", async () => {
    let now = 0;
    let asked = 0;
    const calls = new Calls(() => now);
    const ask = async () => ++asked;
    await expect(calls.make("ask", signal, fails(403, { "retry-after": "30" }))).rejects.toThrow("403");
    now = 29_001;
    const refused = calls.make("ask", signal, ask);
    await expect(refused).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await expect(refused).rejects.toThrow("its rate limit holds for another 1 s");
    now = 30_000;
    expect(await calls.make("ask", signal, ask)).toBe(1);
  });
});

describe("an answer in pages", () => {
  it("gives what is on all of them", async () => {
    const pages = new Calls(Date.now).pages("list", signal, pagesOf([1, 2], [], [3]));
    expect(await collect(pages)).toEqual([1, 2, 3]);
  });

  it("is not asked for more pages than wanted", async () => {
    const pages = new Calls(Date.now).pages("list", signal, pagesOf([1], [2], fails(500)), 2);
    expect(await collect(pages)).toEqual([1, 2]);
  });

  it("names the operation in what fails on a later page", async () => {
    const items = new Calls(Date.now).pages("list", signal, pagesOf([1], fails(500)));
    await expect(collect(items)).rejects.toThrow("GitHub, list: 500 no");
  });

  it("ends as soon as the signal fires, between pages too", async () => {
    const stop = new AbortController();
    const pages = { [Symbol.asyncIterator]: () => ({ next: never }) };
    const items = collect(new Calls(Date.now).pages("list", stop.signal, pages));
    stop.abort(new Error("stopping"));
    await expect(items).rejects.toThrow("stopping");
  });
});
