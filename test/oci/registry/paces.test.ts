import { describe, expect, it } from "vitest";
import type { Keychain } from "../../../src/oci/auth/credential.ts";
import { getManifest, headManifest } from "../../../src/oci/registry/manifests.ts";
import { createPaces } from "../../../src/oci/registry/paces.ts";
import { flyingClock, heldClock, settled } from "../clocks.ts";
import { loginAs, openClient } from "../open-client.ts";
import { serve } from "../serve.ts";

const MANIFEST = JSON.stringify({ schemaVersion: 2 });

/** The sleeps of a client of that name, whose registry is asked twice by HEAD and three times by GET. */
async function paced(name: string, keychain?: Keychain): Promise<readonly number[]> {
  await using server = await serve((_, response) => response.end(MANIFEST));
  const clock = flyingClock();
  const pacer = createPaces(clock).of(name);
  await using client = openClient(server.url, { name, clock, pacer, ...(keychain && { keychain }) });
  const app = client.source("acme/app");
  for (let call = 0; call < 2; call++) await headManifest(app, "v1");
  for (let call = 0; call < 3; call++) await getManifest(app, "v1");
  return clock.slept;
}

describe("the pace of a registry", () => {
  it.each([
    ["quay.io", [200, 200, 200, 200]],
    ["public.ecr.aws", [1_000, 1_000]],
    ["docker.io", []],
    ["ghcr.io", []],
    ["quay.io.example", []],
  ])("is kept: %s", async (name, expected) => {
    expect(await paced(name)).toEqual(expected);
  });

  it("at ECR Public holds for those without an account", async () => {
    expect(await paced("public.ecr.aws", loginAs("AWS", "secret"))).toEqual([]);
  });

  it("is kept after a pause, too, by those who waited for their turn when it began", async () => {
    const clock = heldClock(Date.now());
    const began = clock.now();
    const asked: number[] = [];
    await using server = await serve((_, response) => {
      asked.push(clock.now() - began);
      if (asked.length === 1) response.writeHead(429, { "retry-after": "10" });
      response.end();
    });
    const pacer = createPaces(clock).of("quay.io");
    await using client = openClient(server.url, { name: "quay.io", clock, pacer });
    const app = client.source("acme/app");
    const heads = Promise.all(["a", "b", "c"].map((tag) => headManifest(app, tag)));
    while (clock.sleepers < 2) await settled();
    for (let time = 0; time < 11_000; time += 200) {
      const before = asked.length;
      await clock.advance(200);
      for (let turn = 0; turn < 50 && asked.length === before; turn++) await settled();
    }
    await heads;
    expect(asked).toEqual([0, 10_000, 10_200, 10_400]);
  });

  it("is one for all who share it", () => {
    const paces = createPaces(flyingClock());
    expect(paces.of("quay.io")).toBe(paces.of("quay.io"));
    expect(paces.of("quay.io")).not.toBe(paces.of("hub.docker.com"));
    expect(paces.of("docker.io")).toBeUndefined();
  });
});
