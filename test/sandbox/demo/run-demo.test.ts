import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runDemo } from "../../../sandbox/demo/run-demo.ts";
import { recorder } from "../../cli/recorder.ts";

const root = join(import.meta.dirname, "../../..");

describe("npm run demo", () => {
  it("tells its story and ends by itself, whatever the environment says", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["sandbox/demo.ts"], {
      cwd: root,
      encoding: "utf8",
      timeout: 30_000,
      // What would spoil the story if it were looked at.
      env: {
        PATH: process.env["PATH"],
        DOCKER_CONFIG: "/dev/null",
        REGISTRY_ENDPOINTS: "nonsense",
        GHCR_TOKEN: "wrong",
      },
    });
    expect(stdout).toMatch(/^4 copied \(108 MB moved, 12 MB already there, 14 pulls from docker\.io, .*\)$/m);
    expect(stdout).toMatch(/^✓ all 42 manifests and blobs are in GHCR, byte for byte/m);
    expect(stdout).toMatch(/^Everything up to date, 4 images \(0 pulls, .*\)$/m);
    expect(stdout).toMatch(/^1 updated, 3 up to date \(36 MB moved, .*, 7 pulls from docker\.io, .*\)$/m);
    expect(stdout).toMatch(/^✓ acme\/redis:7 is the new image, acme\/redis:7-[0-9a-f]{12} the old one/m);
    expect(stdout).toMatch(/^✓ 21 of 100 pulls after three runs$/m);
    expect(stdout).toMatch(/npm run -s mirror -- sync/);
    expect(stderr).toMatch(/^\[4\/4\] /m);
    expect(status).toBe(0);
  });
});

describe("runDemo", () => {
  it("says so and exits with 1 when something is not as told", async () => {
    const [stdout, stderr] = [recorder(), recorder()];
    const { signal } = new AbortController();
    const code = await runDemo({ stdout, stderr, signal, variables: {}, pullLimit: 3 });
    expect(stdout.text()).toContain("TOO_MANY_REQUESTS");
    expect(stdout.text()).not.toContain("✓");
    expect(stderr.text()).toMatch(/\n✗ This is not as told: the command ended with exit code 1\n$/);
    expect(code).toBe(1);
  });

  it("stops when it is interrupted, and takes its registries with it", async () => {
    const controller = new AbortController();
    const [stdout, stderr] = [recorder(), recorder()];
    const write = (text: string) => {
      if (text.includes("2. The second run")) controller.abort();
      stdout.write(text);
    };
    const code = await runDemo({ stdout: { write }, stderr, signal: controller.signal, variables: {} });
    expect(code).toBe(130);
    expect(stdout.text()).not.toContain("3. ");
    const hosts = stdout.text().match(/127\.0\.0\.1:\d+/g) ?? [];
    expect(hosts).toHaveLength(2);
    for (const host of hosts) await expect(fetch(`http://${host}/v2/`)).rejects.toThrow("fetch failed");
  });
});
