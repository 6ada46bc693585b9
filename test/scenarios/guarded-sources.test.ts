import type { LookupAddress } from "node:dns";
import net from "node:net";
import tls from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { locationOn, redirectTo, status } from "../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { AddressGuard } from "../../src/oci/http/guard/address-guard.ts";
import { ALWAYS } from "./expect-failure.ts";
import { setStage } from "./stage.ts";

const IMAGE = generateImage({ seed: "guard", layers: 1, layerSize: 100_000 });
const [CONFIG, LAYER] = IMAGE.blobs.map(({ descriptor }) => descriptor.digest);

/** What names mean in these tests. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "inside.example": ["10.0.0.5"],
  "half.example": ["8.8.8.8", "fd00::7"],
  "metadata.example": ["169.254.169.254"],
};

afterEach(() => vi.restoreAllMocks());

/** A stage whose two registries, and nothing else on this machine, the operator vouches for. */
async function set() {
  const stage = await setStage(
    { manners: plainManners() },
    { manners: plainManners(), auth: { kind: "none" } },
  );
  pushImage(stage.hub.store, "library/app", "1", IMAGE);
  const asked: string[] = [];
  const resolve = async (host: string): Promise<readonly LookupAddress[]> => {
    asked.push(host);
    return (NAMES[host] ?? []).map((address) => ({ address, family: net.isIP(address) }));
  };
  const guard = new AddressGuard({ allowed: [stage.hub.host, stage.ghcr.host], resolve });
  const sync = (mirrors = "- app:1") => stage.sync(mirrors, { guard });
  return { stage, sync, asked, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

async function expectRefused(
  { stage, sync }: Awaited<ReturnType<typeof set>>,
  words: RegExp,
  mirrors?: string,
  side = "source",
) {
  const { images } = await sync(mirrors);
  expect(images).toMatchObject([
    {
      result: "failed",
      error: {
        side,
        code: "FORBIDDEN_ADDRESS",
        message: expect.stringMatching(words),
        remedy: expect.stringMatching(/ALLOW_SOURCE_HOSTS/),
      },
    },
  ]);
  expect(JSON.stringify(images)).not.toMatch(/10\.0\.0\.5|fd00|169\.254/);
  expect(stage.clock.slept).toEqual([]);
  expect(stage.ghcr.store.tags("acme/app")).toEqual([]);
}

describe("a guarded run", () => {
  it("copies between hosts that the operator vouches for", async () => {
    await using at = await set();
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expect(at.asked).toEqual([]);
  });

  it.each([
    ["inside.example/app:1", /inside\.example leads to a private address/],
    ["half.example/app:1", /half\.example leads to a private address/],
    ["metadata.example/latest:1", /metadata\.example leads to the address of a cloud's metadata service/],
    ["127.0.0.1:1/app:1", /127\.0\.0\.1 is a loopback address/],
    ["localhost:1/app:1", /localhost is a loopback address/],
    ["2130706433:1/app:1", /127\.0\.0\.1 is a loopback address/],
    ["0x7f.0.0.1/app:1", /127\.0\.0\.1 is a loopback address/],
    ["[::ffff:7f00:1]:1/app:1", /is a loopback address/],
  ])("does not connect to %s, and does not try again", async (source, words) => {
    await using at = await set();
    await expectRefused(at, words, `- "${source}"`);
    expect(at.asked.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ["a manifest", { kind: "manifest" }],
    ["a small blob", { kind: "blob", reference: CONFIG }],
    ["a large blob", { kind: "blob", reference: LAYER }],
  ] as const)("does not follow a redirect of %s inside", async (_, when) => {
    for (const [address, words] of [
      ["https://inside.example/x", /inside\.example leads to a private address/],
      ["http://127.0.0.1:1/x", /127\.0\.0\.1 is a loopback address/],
      ["http://inside.example/x", /inside\.example would be asked over plain HTTP/],
    ] as const) {
      await using at = await set();
      at.stage.hub.faults.add({ when: { ...when } as object, times: ALWAYS, act: redirectTo(address) });
      await expectRefused(at, words);
    }
  });

  it("asks no token service inside", async () => {
    await using at = await set();
    const headers = { "www-authenticate": 'Bearer realm="https://inside.example/token",service="x"' };
    at.stage.hub.faults.add({ times: ALWAYS, act: status(401, { headers }) });
    await expectRefused(at, /the token service gave no token: inside\.example leads to a private address/);
  });

  it("sends no upload inside", async () => {
    await using at = await set();
    const act = locationOn("http://127.0.0.1:1");
    at.stage.ghcr.faults.add({ when: { method: "POST", kind: "upload" }, times: ALWAYS, act });
    await expectRefused(at, /127\.0\.0\.1 is a loopback address/, undefined, "destination");
  });

  it("connects to the addresses that were looked at, on both of its roads", async () => {
    const lookups: net.LookupFunction[] = [];
    vi.spyOn(tls, "connect").mockImplementation(((options: net.TcpSocketConnectOpts) => {
      if (options.host === "public.example" && options.lookup) lookups.push(options.lookup);
      const socket = new net.Socket();
      setImmediate(() => socket.destroy(new Error("enough")));
      return socket;
    }) as never);
    await using at = await set();
    const far = "https://public.example/x";
    at.stage.hub.faults.add({ when: { kind: "manifest", method: "GET" }, act: redirectTo(far) });
    at.stage.hub.faults.add({ when: { kind: "blob", reference: LAYER ?? "" }, act: redirectTo(far) });
    expect((await at.sync()).images).toMatchObject([{ result: "done" }]);
    expect(lookups).toHaveLength(2);
    expect(new Set(lookups).size).toBe(1);
    for (const lookup of lookups) lookup("public.example", { all: true }, () => {});
    expect(at.asked).toEqual(["public.example", "public.example"]);
  });
});
