import { describe, expect, it } from "vitest";
import { fetchConfig } from "../../src/action/fetch-config.ts";
import { JobError } from "../../src/action/job-error.ts";
import { readTask } from "../../src/action/read-task.ts";
import { type Answering, fakeSend, inTurn } from "../oci/fake-send.ts";
import { instantClock } from "../scenarios/instant-clock.ts";
import { jobEnvironment } from "./job-environments.ts";

const TASK = readTask(jobEnvironment());

async function fetchWith(answer: Answering, signal = new AbortController().signal) {
  const { send, requests } = fakeSend(answer);
  const options = { send, token: "ghs_secret", clock: instantClock(), random: () => 0, signal };
  return { text: await fetchConfig(TASK, options), requests };
}

const failure = async (answer: Answering): Promise<unknown> =>
  fetchWith(answer).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("fetchConfig", () => {
  it("asks for the very commit, with the job's token", async () => {
    const { text, requests } = await fetchWith(inTurn({ status: 200, body: "version: 1\n" }));
    expect(text).toBe("version: 1\n");
    expect(requests).toMatchObject([
      {
        method: "GET",
        url: new URL(
          "https://api.github.com/repos/Acme/mirrors/contents/.github/mirror.yml?ref=0123456789abcdef0123456789abcdef01234567",
        ),
        headers: { accept: "application/vnd.github.raw+json", authorization: "Bearer ghs_secret" },
      },
    ]);
  });

  it("asks again when GitHub is away for a moment", async () => {
    const { text, requests } = await fetchWith(
      inTurn({ status: 502 }, { status: 429 }, { status: 200, body: "x" }),
    );
    expect(text).toBe("x");
    expect(requests).toHaveLength(3);
  });

  it("follows a repository that was renamed, and shows the token to nobody else", async () => {
    const location = "https://evil.example/x";
    const { requests } = await fetchWith(({ url }) =>
      url.href === location ? { status: 200, body: "x" } : { status: 301, headers: { location } },
    );
    expect(requests[1]?.headers).not.toHaveProperty("authorization");
  });

  it.each<[words: string, answer: Answering]>([
    ["permissions: contents: read", inTurn({ status: 404, body: { message: "Not Found" } })],
    [
      "Resource not accessible by integration",
      inTurn({ status: 403, body: { message: "Resource not accessible by integration" } }),
    ],
    ["Bad credentials", inTurn({ status: 401, body: { message: "Bad credentials" } })],
    ["run it again", inTurn({ status: 500 })],
    ["over 1 MiB", inTurn({ status: 200, body: "x".repeat(2 ** 20 + 1) })],
  ])("says %j and where", async (words, answer) => {
    const error = await failure(answer);
    expect(error).toBeInstanceOf(JobError);
    expect(error).toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining(words) });
    expect(`${error}`).toContain(".github/mirror.yml of commit 0123456 in Acme/mirrors");
    expect(`${error}`).not.toContain("ghs_secret");
  });

  it("refuses what is no text", async () => {
    const { send } = fakeSend(inTurn({ status: 200 }));
    const latin1: typeof send = async (request) => ({
      ...(await send(request)),
      body: {
        flow: async (sink) => void (await sink(Buffer.from([0xe9]))),
        discard: async () => {},
        abandon: () => {},
      },
    });
    const options = {
      send: latin1,
      token: "t",
      clock: instantClock(),
      random: () => 0,
      signal: new AbortController().signal,
    };
    await expect(fetchConfig(TASK, options)).rejects.toThrow("is not UTF-8 text");
  });

  it("ends when it is told to", async () => {
    const reason = new Error("stop");
    await expect(fetchWith(inTurn({ status: 500 }), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
