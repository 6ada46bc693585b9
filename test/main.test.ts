import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { COMPILE_CACHE } from "../sandbox/compile-cache.ts";
import { rsaPem } from "./environment/keys.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const CREDENTIALS = { APP_ID: "7", PRIVATE_KEY: rsaPem, WEBHOOK_SECRET: "0123456789abcdef0123" };

interface Started {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

/** The real process, in a folder of its own, with nothing in its environment but this. */
function start(env: Record<string, string>, dotEnv?: string): Started {
  const folder = mkdtempSync(join(tmpdir(), "main-"));
  if (dotEnv !== undefined) writeFileSync(join(folder, ".env"), dotEnv);
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: "", PORT: "0", NO_SMEE_SETUP: "true", NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, folder, stdout: () => output.stdout, stderr: () => output.stderr, ended };
}

async function startSetup(dotEnv?: string): Promise<Started & { readonly url: string }> {
  const started = start({}, dotEnv);
  const url = await vi.waitFor(
    () => {
      const [found] = /http:\/\/localhost:\d+/.exec(started.stdout()) ?? [];
      if (found === undefined) throw new Error(`not listening: ${started.stdout()}${started.stderr()}`);
      return found;
    },
    { timeout: 15_000 },
  );
  return { ...started, url };
}

describe("a start that cannot be", () => {
  it.each([
    [
      "a part of the credentials",
      { APP_ID: "7", PRIVATE_KEY: rsaPem },
      /^ghcr-mirror: WEBHOOK_SECRET: is missing/,
    ],
    [
      "the public secret",
      { ...CREDENTIALS, WEBHOOK_SECRET: "development" },
      /WEBHOOK_SECRET: "development" is public/,
    ],
    ["no key", { ...CREDENTIALS, PRIVATE_KEY: "hunter22" }, /PRIVATE_KEY: is not a PEM file/],
    ["a data directory that is a file", { ...CREDENTIALS, DATA_DIR: "/dev/null/data" }, /\/dev\/null\/data/],
    [
      "an unreachable database",
      { ...CREDENTIALS, DATABASE_URL: "postgres://u:hunter22@127.0.0.1:9/m" },
      /^ghcr-mirror: .*127.0.0.1/,
    ],
  ])("with %s: one line, and 78", async (_, env, line) => {
    const { ended, stderr } = start(env);
    expect(await ended).toBe(78);
    expect(stderr()).toMatch(line);
    expect(stderr()).toMatch(/^ghcr-mirror: [^\n]+\n$/);
    expect(stderr()).not.toContain("hunter22");
  });

  it("on a port in use: one line, and 78", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const { ended, stderr } = start({ PORT: `${port}` });
    expect(await ended).toBe(78);
    expect(stderr()).toBe(
      `ghcr-mirror: PORT: ${port} is in use on 127.0.0.1; end what listens there, or set another\n`,
    );
  });

  it("takes what is wrong from .env too, unless the environment has it", async () => {
    const started = start({ LOG_LEVEL: "info" }, "LOG_LEVEL=loud\nPUBLISHER=pigeon\n");
    expect(await started.ended).toBe(78);
    expect(started.stderr()).toBe('ghcr-mirror: PUBLISHER: "pigeon" is unknown; give auto, app, actions\n');
  });
});

describe("a start without credentials", () => {
  it("says in one line where to set up, shows it, and ends at SIGTERM", async () => {
    const { child, ended, stdout, stderr, url } = await startSetup();
    expect(stdout().trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout()).msg).toBe(`There are no credentials yet: open ${url} to set the App up.`);
    expect(await (await fetch(url)).text()).toContain("Register GitHub App");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(stderr()).toBe("");
  });

  it("lets a request end at the first SIGTERM, and ends at once at the second", async () => {
    const { child, ended, url } = await startSetup();
    const { port } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    const head =
      "host: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\nexpect: 100-continue";
    socket.write(`POST /probot/import HTTP/1.1\r\n${head}\r\n\r\n`);
    // "100 Continue": the request has arrived, and is being waited for.
    await new Promise((resolve) => socket.once("data", resolve));
    child.kill("SIGTERM");
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { timeout: 4000 });
    expect(child.exitCode).toBeNull();
    child.kill("SIGTERM");
    expect(await ended).toBe(143);
  });

  it("keeps an App that exists in .env, which only its user can read", async () => {
    const { folder, stdout, url } = await startSetup("# mine\nLOG_LEVEL=info\n");
    const take = (webhook_secret: string) =>
      fetch(`${url}/probot/import`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ appId: "7", pem: rsaPem, webhook_secret }),
      });
    const weak = await take("development");
    expect([weak.status, await weak.text()]).toEqual([400, expect.stringContaining("WEBHOOK_SECRET: ")]);
    expect((await take(CREDENTIALS.WEBHOOK_SECRET)).status).toBe(200);
    const file = join(folder, ".env");
    expect(readFileSync(file, "utf8")).toMatch(/^# mine\nLOG_LEVEL=info\n/);
    expect(parseEnv(readFileSync(file, "utf8"))).toMatchObject({
      ...CREDENTIALS,
      PRIVATE_KEY: rsaPem.trim(),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(stdout()).not.toContain(CREDENTIALS.WEBHOOK_SECRET);
    expect(stdout()).toContain("start the server anew");
  });
});
