import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { runDemo } from "../../../sandbox/demo/run-demo.ts";
import { recorder } from "../../cli/recorder.ts";

const root = join(import.meta.dirname, "../../..");
const TIMEOUT = 150_000;

/** What would spoil the story if it were looked at, and a folder of its own for what it leaves behind. */
function surroundings() {
  const folder = mkdtempSync(join(tmpdir(), "demo-test-"));
  return {
    folder,
    env: {
      PATH: process.env["PATH"],
      TMPDIR: folder,
      DATA_DIR: "/dev/null",
      APP_ID: "wrong",
      REGISTRY_ENDPOINTS: "nonsense",
      GHCR_TOKEN: "wrong",
    },
  };
}

const isRefused = (url: string) => expect(fetch(url)).rejects.toThrow("fetch failed");

describe("npm run demo", () => {
  it("knows no other option", () => {
    const options = { cwd: root, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["sandbox/demo.ts", "--stya"], options);
    expect(stderr).toBe('npm run demo: there is no "--stya"; give --stay, or nothing\n');
    expect([status, stdout]).toEqual([2, ""]);
  });

  it("tells its story, whatever the environment says; stays; ends at Ctrl-C and leaves nothing", {
    timeout: TIMEOUT,
  }, async () => {
    const { folder, env } = surroundings();
    const child = spawn(process.execPath, ["sandbox/demo.ts", "--stay"], { cwd: root, env });
    onTestFinished(() => void child.kill("SIGKILL"));
    let [stdout, stderr] = ["", ""];
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const isStaying = new Promise<void>((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        stdout += `${line}\n`;
        if (line.startsWith("Ctrl-C ")) resolve();
      });
    });
    const ended = once(child, "close");
    await Promise.race([isStaying, ended]);
    expect(stderr).toBe("");

    expect(stdout).toMatch(/^ {2}! mirror \/ sync: action required after /m);
    expect(stdout).toMatch(/^ {2}│ Add \.github\/workflows\/ghcr-mirror\.yml to acme\/mirrors$/m);
    expect(stdout).toMatch(
      /^ {2}◐ mirror \/ sync: in progress after .*: Waiting for a runner: .* \(run 1\)$/m,
    );
    expect(stdout).toMatch(/^ {2}│ Synced: 4 copied \(108 MB\)$/m);
    expect(stdout).toContain("https://github.com/orgs/acme/packages/container/alpine/settings");
    expect(stdout).toMatch(/^✓ 42 manifests and blobs \(108 MB\) are in GHCR, byte for byte/m);
    expect(stdout).toMatch(
      /^ {2}\.github\/mirror\.yml:11:5\n {3}11 {6}on-chnage: keep\n {11}\^{9} unknown key/m,
    );
    expect(stdout).toMatch(/^ {2}│ Synced: 1 failed, 4 up to date$/m);
    expect(stdout).toMatch(/^ {2}│ Synced: 1 copied \(6 MB\), 1 updated \(36 MB\), 3 up to date$/m);
    expect(stdout).toMatch(/published by acme\/mirrors ·(?: |\n {2}│ )ghcr-mirror workflow · run 3\.$/m);
    expect(stdout).toMatch(/^✓ acme\/redis:7 is the new image, acme\/redis:7-[0-9a-f]{12} the old one$/m);
    expect(stdout).toMatch(/^ {2}✓ mirror \/ plan: success after /m);
    expect(stdout).toMatch(/^ {2}│ Plan: 1 to copy \(28 MB, 3 Docker Hub pulls\), 5 up to date$/m);
    expect(stdout).toMatch(
      /^maintainer comments on #1: \/mirror sync\n\n {2}👀 by ghcr-mirror\[bot\] after /m,
    );
    expect(stdout).toMatch(/^stranger comments on #1: \/mirror sync\n\n {2}👎 by ghcr-mirror\[bot\] after /m);
    expect(stdout).toMatch(/^ {2}✓ mirror \/ sync \(pull request\): success after /m);
    expect(stdout).toMatch(/^ {2}🚀 by ghcr-mirror\[bot\] after /m);
    expect(stdout).toMatch(/^✓ CI of #1 can pull the image: 8 manifests and blobs \(28 MB\)/m);
    expect(stdout).toMatch(/^ {2}│ Nothing to do: 6 up to date$/m);
    expect(stdout).toMatch(
      /^ {5}- docker.io\/library\/nginx:1.29\n {2}\+ {2}- docker.io\/library\/busybox:1.37$/m,
    );
    expect(stdout).toMatch(/^✓ \d+ webhooks taken, 5 runs of the workflow, \d+ pulls in all$/m);
    expect(stdout).not.toContain("\x1b");

    const [page = "", health = ""] = stdout.match(/http:\/\/\S+(?:\/ui\/acme\/mirrors|\/healthz)$/gm) ?? [];
    expect(await (await fetch(page)).text()).toContain("Mirror Alpine");
    expect(await (await fetch(`${page}/actions`)).text()).toContain("run 5");
    expect(await (await fetch(`${page}/pull/3`)).text()).toContain("docker.io/library/busybox:1.37");
    expect((await fetch(health)).status).toBe(200);
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    await Promise.all([page, health].map(isRefused));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("runDemo", () => {
  const stage = { variables: {}, ending: "leave" } as const;

  it("says so and resolves to 1 when something is not as told", { timeout: TIMEOUT }, async () => {
    const [stdout, stderr] = [recorder(), recorder()];
    const { signal } = new AbortController();
    const code = await runDemo({ ...stage, stdout, stderr, signal, pullLimit: 3 });
    expect(stdout.text()).toContain("wait for pulls");
    expect(stdout.text()).not.toContain("✓ mirror / sync");
    expect(stderr.text()).toMatch(
      /^\n✗ This is not as told: the check run ended as neutral \(.* waiting for pulls.*\), not as success\n$/,
    );
    expect(code).toBe(1);
  });

  it("stops when it is interrupted, and takes everything with it", { timeout: TIMEOUT }, async () => {
    const controller = new AbortController();
    const [stdout, stderr] = [recorder(), recorder()];
    const write = (text: string) => {
      if (text.includes("Waiting for a runner")) controller.abort();
      stdout.write(text);
    };
    const code = await runDemo({ ...stage, stdout: { write }, stderr, signal: controller.signal });
    expect(code).toBe(130);
    expect(stdout.text()).not.toContain("success");
    expect(stderr.text()).toBe("");
    const hosts = stdout.text().match(/127\.0\.0\.1:\d+/g) ?? [];
    expect(hosts).toHaveLength(4);
    await Promise.all(hosts.map((host) => isRefused(`http://${host}/`)));
  });
});
