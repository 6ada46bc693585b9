import { readFile } from "node:fs/promises";
import { platform } from "node:process";
import { describe, expect, it } from "vitest";
import { jsonContent } from "../../sandbox/images/generated-image.ts";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { startCommand } from "./start-command.ts";

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/**
 * Mirrors an image with one layer of `size` bytes from a generator into a sink, in a process of its own, and tells that
 * process's largest resident set, in MiB. Nobody hashes: only its bytes and their buffers count.
 */
async function peakOf(size: number): Promise<number> {
  await using hub = await startRegistry();
  await using ghcr = await startRegistry({ manners: plainManners({ verifiesDigest: false }) });
  // It hashes nothing, and yet passes the trial of whether it does.
  const when = {
    method: "PUT",
    kind: "upload",
    reference: digestOf(Buffer.from("not what is sent")),
  } as const;
  ghcr.faults.add({ when, act: status(400, { body: { errors: [{ code: "DIGEST_INVALID" }] } }) });
  ghcr.store.uploadMode = "sink";
  pushLayer(hub.store, size);
  await using command = await startCommand({ hub, ghcr }, "- app:1", ["--json"]);
  const watch = watchPeak(command.process.pid);
  const { code, stdout } = await command.ended;
  expect(code, stdout).toBe(0);
  expect(JSON.parse(stdout).summary.bytes).toBeGreaterThan(size);
  return (await watch) / 1024;
}

function pushLayer(store: Awaited<ReturnType<typeof startRegistry>>["store"], size: number): void {
  const step = Buffer.alloc(MiB, "layer");
  function* chunks() {
    for (let left = size; left > 0; left -= MiB) yield step;
  }
  const digest = digestOf(Buffer.from(`whatever hashes to this: ${size}`));
  const layer = store.putVirtualBlob("library/app", { size, chunks, digest });
  const config = jsonContent(MediaType.ociConfig, { os: "linux", architecture: "amd64" });
  store.putBlob("library/app", config.bytes);
  const body = { schemaVersion: 2, config: config.descriptor, layers: [layer] };
  store.putManifest("library/app", "1", MediaType.ociManifest, Buffer.from(JSON.stringify(body)));
}

/** The largest resident set of a process in KiB, as the kernel kept it, looked up until the process is gone. */
async function watchPeak(pid: number | undefined): Promise<number> {
  let peak = 0;
  for (;;) {
    const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(text) ?? [];
    if (kibibytes === undefined) return peak;
    peak = Number(kibibytes);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(platform !== "linux")("memory", () => {
  it("does not grow with the size of a layer", { timeout: 120_000 }, async () => {
    // Two runs of the same size may differ by some MiB themselves.
    const small = Math.max(await peakOf(64 * MiB), await peakOf(64 * MiB));
    const large = await peakOf(GiB);
    expect(large).toBeLessThan(200);
    expect(large - small).toBeLessThan(10);
  });
});
