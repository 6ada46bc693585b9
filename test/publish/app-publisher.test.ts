import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { before as preceded } from "../../sandbox/registry/fault-acts.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../sandbox/registry/manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { AppPublisher } from "../../src/publish/app-publisher.ts";
import { createSharedLooks } from "../../src/publish/looks/shared-looks.ts";
import type { PublishOrder } from "../../src/publish/publisher.ts";
import { differences } from "../scenarios/differences.ts";
import { instantClock } from "../scenarios/instant-clock.ts";
import { fakeTokenSource } from "./fake-token-source.ts";
import { historyOf, publishOrder } from "./publish-order.ts";
import { smallLedger } from "./small-ledger.ts";

const IMAGE = generateImage({
  seed: "publish",
  platforms: ["linux/amd64", "linux/arm64"],
  layerSize: 90_000,
});

interface Setting {
  readonly manners?: Partial<Manners>;
  readonly packages?: "read" | "write";
  /** Pulls that Docker Hub grants. */
  readonly limit?: number;
  /** Whose App it is. */
  readonly account?: string;
}

/** A Docker Hub, a GHCR that knows the tokens of an installation, and the publisher between them. */
async function set({ manners = {}, packages = "write", account = "Acme", limit = 100 }: Setting = {}) {
  const clock = instantClock();
  const github = fakeTokenSource(clock.now);
  const revoked = new Set<string>();
  const isGood = (token: string) => github.tokens.includes(token) && !revoked.has(token);
  const verify = (token: string) => (isGood(token) ? { account, packages } : undefined);
  const hub = await startRegistry({ manners: dockerHubManners({ limit }) });
  const ghcr = await startRegistry({ manners: ghcrManners(manners), auth: { kind: "token", verify } });
  pushImage(hub.store, "library/app", "1", IMAGE);
  const ledger = smallLedger();
  const publisher = new AppPublisher({
    github,
    registry: "ghcr.io",
    endpoints: new Map([
      ["docker.io", new URL(hub.url)],
      ["ghcr.io", new URL(ghcr.url)],
    ]),
    // Docker Hub's token service and storage are on other ports.
    allowedHosts: ["127.0.0.1"],
    concurrency: 8,
    clock,
    ledger,
    sightings: { see: async () => new Map() },
    looks: createSharedLooks({ clock }),
    reserve: 20,
    heard: new Map(),
  });
  const publish = async (mirrors: string, more: Partial<PublishOrder> = {}) => {
    const published = await publisher.publish(publishOrder(mirrors, more));
    if (published.kind !== "carried-out") throw new Error(`it was ${published.kind}`);
    expect(published.carrier).toEqual({ kind: "app" });
    return published.report;
  };
  const close = async () => {
    await Promise.all([hub.close(), ghcr.close()]);
  };
  return { hub, ghcr, github, revoked, ledger, publish, [Symbol.asyncDispose]: close };
}

describe("the publisher of the App", () => {
  it("copies below its owner with one narrow token, of which the source sees nothing", async () => {
    await using at = await set();
    const { summary, images } = await at.publish("- app:1");
    expect(images).toMatchObject([{ destination: "ghcr.io/acme/app:1", result: "done" }]);
    expect(summary.copied).toBe(1);
    const copy = { registry: at.ghcr, reference: "acme/app:1" };
    expect(differences({ registry: at.hub, reference: "library/app:1" }, copy)).toEqual([]);
    expect(at.github.requests).toEqual([
      { installation: 7, repositories: [42], permissions: { packages: "write" } },
    ]);
    const basic = Buffer.from("x-access-token:ghs_1").toString("base64");
    const tokenRequests = at.ghcr.requests.filter(({ kind }) => kind === "token");
    expect(tokenRequests.map(({ authorization }) => authorization)).toEqual([`Basic ${basic}`]);
    const seen = at.hub.requests.filter(({ authorization }) => authorization?.includes(basic));
    expect(seen).toEqual([]);
    expect(JSON.stringify(images)).not.toContain("ghs_");
  });

  it("finds the second time that there is nothing to do", async () => {
    await using at = await set();
    await at.publish("- app:1");
    expect((await at.publish("- app:1")).images).toMatchObject([{ action: "up-to-date" }]);
  });

  it("copies only what it is told to", async () => {
    await using at = await set();
    pushImage(at.hub.store, "library/web", "1", generateImage({ seed: "web" }));
    const { images } = await at.publish("- app:1\n- web:1", { only: ["*/web:*"] });
    expect(images).toMatchObject([{ source: "docker.io/library/web:1", result: "done" }]);
  });

  it("goes on with another token when GitHub has withdrawn the first", async () => {
    await using at = await set();
    const act = preceded(() => void at.revoked.add("ghs_1"));
    at.ghcr.faults.add({ when: { method: "PUT", kind: "manifest" }, act });
    expect((await at.publish("- app:1")).images).toMatchObject([{ result: "done" }]);
    expect(at.github.tokens).toEqual(["ghs_1", "ghs_2"]);
  });

  it("reports that GitHub gives it no token", async () => {
    await using at = await set();
    at.github.failure = new Error("422 The permissions requested are not granted to this installation.");
    expect((await at.publish("- app:1")).images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "destination",
          code: "NO_TOKEN",
          message: expect.stringMatching(/permissions requested are not granted/),
          remedy: expect.stringMatching(/packages: write/),
        },
      },
    ]);
  });

  it.each<[why: string, setting: Setting, words: RegExp, remedy: RegExp]>([
    [
      "GHCR takes no tokens of Apps, as today",
      { manners: { refuseInstallationTokens: true } },
      /installation not allowed to Create organization package/,
      /GitHub Apps today/,
    ],
    ["the token may only read", { packages: "read" }, /permission_denied: write_package/, /Manage Actions/],
    [
      "the App is installed elsewhere",
      { account: "other" },
      /permission_denied: The requested installation does not exist/,
      /of the destination's owner/,
    ],
  ])("reports GHCR's words and a way out where %s", async (_, setting, words, remedy) => {
    await using at = await set(setting);
    expect((await at.publish("- app:1")).images).toMatchObject([
      {
        result: "failed",
        error: {
          side: "destination",
          code: "DENIED",
          message: expect.stringMatching(words),
          remedy: expect.stringMatching(remedy),
        },
      },
    ]);
  });

  it("connects to no source inside, whoever names it", async () => {
    await using at = await set();
    const { images } = await at.publish("- 127.0.0.2:5000/secrets:1\n- app:1");
    expect(images).toMatchObject([
      { result: "failed", error: { side: "source", code: "FORBIDDEN_ADDRESS" } },
      { result: "done" },
    ]);
  });

  it("begins nothing when it is stopping", async () => {
    await using at = await set();
    const { images } = await at.publish("- app:1", { stopping: AbortSignal.abort() });
    expect(images).toMatchObject([{ result: "skipped", error: { code: "CANCELED" } }]);
    expect(at.github.requests).toEqual([]);
  });

  it("takes each pull from the ledger, and leaves for later what none is left for", async () => {
    await using at = await set({ limit: 23 });
    pushImage(at.hub.store, "library/web", "1", generateImage({ seed: "web" }));
    const { images } = await at.publish("- app:1\n- web:1", { urgency: 2 });
    // An index and two manifests.
    expect(at.ledger.taken).toHaveLength(3);
    expect(at.ledger.taken[0]).toMatchObject({ registry: "docker.io", repository: 42, urgency: 2 });
    expect(images.map(({ result }) => result).sort()).toEqual(["deferred", "done"]);
    expect(images.find(({ result }) => result === "deferred")).toMatchObject({
      reason: expect.stringMatching(/docker\.io grants 23 pulls in 6 h to this address/),
      until: expect.stringMatching(/Z$/),
    });
    expect(at.hub.pulls).toBe(3);
  });

  it("believes what was brought not long ago, and asks the destination nothing", async () => {
    await using at = await set();
    const { digest } = IMAGE.root;
    const brought = {
      source: "docker.io/library/app:1",
      destination: "ghcr.io/acme/app:1",
      platforms: "all",
    };
    const history = historyOf([{ ...brought, sourceDigest: digest, digest }], true);
    const { images } = await at.publish("- app:1", { history });
    expect(images).toMatchObject([{ action: "up-to-date", isBelieved: true }]);
    expect(at.ghcr.requests).toEqual([]);
  });

  it("keeps what only a workflow can delete, and says so", async () => {
    await using at = await set();
    const { digest } = IMAGE.root;
    const [here, gone] = ["1", "0"].map((tag) => ({
      source: `docker.io/library/app:${tag}`,
      destination: `ghcr.io/acme/app:${tag}`,
      sourceDigest: digest,
      digest,
      platforms: "all",
    }));
    if (!here || !gone) throw new Error("unreachable");
    const removable = [here, gone].map(({ destination }) => ({ destination, digest, kind: "left" }) as const);
    const { removals, departed } = await at.publish("- app:1", {
      history: historyOf([here, gone]),
      removable,
    });
    expect(departed).toMatchObject([{ destination: "ghcr.io/acme/app:0" }]);
    expect(removals).toEqual([
      {
        destination: "ghcr.io/acme/app:0",
        digest,
        result: "kept",
        why: "only a workflow can delete packages: PUBLISHER=auto",
      },
    ]);
  });
});
