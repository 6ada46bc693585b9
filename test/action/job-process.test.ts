import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { before, hang, status } from "../../sandbox/registry/fault-acts.ts";
import { serve } from "../oci/serve.ts";
import { type Stage, setStage, TOKEN } from "../scenarios/stage.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

async function set(): Promise<Stage> {
  const stage = await setStage();
  pushImage(stage.hub.store, "library/app", "1", generateImage({ seed: "one" }));
  return stage;
}

/** Starts `ghcr-mirror job` as the action does, on a config with one image. */
async function start(stage: Stage, variables: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
  const github = await serve((_, response) => response.end("version: 1\nmirrors:\n- app:1\n"));
  const child = spawn(process.execPath, [CLI, "job"], {
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      MIRROR_RUN: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
      MIRROR_COMMIT: "0123456789abcdef0123456789abcdef01234567",
      MIRROR_CONFIG: ".github/mirror.yml",
      MIRROR_DESTINATION: "ghcr.io/acme",
      MIRROR_RESULTS: folder,
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: "acme/mirrors",
      GITHUB_TOKEN: TOKEN,
      REGISTRY_ENDPOINTS: `docker.io=${stage.hub.url},ghcr.io=${stage.ghcr.url}`,
      ...variables,
    },
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await github[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const ended = (async () => {
    const log = text(child.stdout);
    const [code] = (await once(child, "exit")) as [number | null];
    const read = await readFile(join(folder, "result.json"), "utf8").catch(() => undefined);
    return { code, log: await log, report: read && JSON.parse(read).report };
  })();
  return { child, ended };
}

describe("ghcr-mirror job", () => {
  it("ends with 0 where all is as wanted", async () => {
    await using stage = await set();
    const { code, report } = await (await start(stage)).ended;
    expect([code, report.summary.copied]).toEqual([0, 1]);
  });

  it("ends with 1 where an image failed, and has left its result", async () => {
    await using stage = await set();
    stage.ghcr.faults.add({ when: { method: "PUT" }, times: 99, act: status(403) });
    const { code, report } = await (await start(stage)).ended;
    expect([code, report.summary.failed]).toEqual([1, 1]);
  });

  it("is stopped by the runner's first signal, and leaves what is known", async () => {
    await using stage = await set();
    const asked = Promise.withResolvers<void>();
    const act = before(() => asked.resolve());
    stage.hub.faults.add({ when: { kind: "blob" }, act });
    stage.hub.faults.add({ when: { kind: "blob" }, times: 99, act: hang });
    const { child, ended } = await start(stage);
    await asked.promise;
    child.kill("SIGINT");
    const { code, report } = await ended;
    expect([code, report.images[0].error.code]).toEqual([130, "CANCELED"]);
  });

  it("says what it was given wrongly in a remark, and leaves nothing", async () => {
    await using stage = await set();
    const { code, log, report } = await (await start(stage, { MIRROR_DESTINATION: "ghcr.io/other" })).ended;
    expect([code, report]).toEqual([2, undefined]);
    expect(log).toMatch(/^::error title=ghcr-mirror::the input destination is not of acme/m);
  });

  it("is not for the command line", async () => {
    await using stage = await set();
    const { code, log } = await (await start(stage, { MIRROR_RESULTS: "" })).ended;
    expect([code, log]).toEqual([2, ""]);
  });
});
