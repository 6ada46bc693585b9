import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { hang, status } from "../../../sandbox/registry/fault-acts.ts";
import type { Brought } from "../../../src/reconcile/history.ts";
import { historyOf } from "../publish-order.ts";
import { type ScoutAtWork, setScout } from "./set-scout.ts";

const APP = generateImage({ seed: "app", platforms: ["linux/amd64", "linux/arm64"] });
const NEW = generateImage({ seed: "new" });
const { digest } = APP.root;

/** So many tags of `library/app`, of which the destination has all. */
async function setMirrored(tags: number, isPublic = true): Promise<ScoutAtWork> {
  const at = await setScout();
  pushImage(at.hub.store, "library/app", "0", APP);
  pushImage(at.ghcr.store, "acme/app", "0", APP);
  for (let tag = 1; tag < tags; tag += 1) {
    at.hub.store.tag("library/app", `${tag}`, digest);
    at.ghcr.store.tag("acme/app", `${tag}`, digest);
  }
  if (isPublic) at.ghcr.store.setVisibility("acme/app", "public");
  return at;
}

const brought = (tags: number): readonly Brought[] =>
  Array.from({ length: tags }, (_, tag) => ({
    source: `docker.io/library/app:${tag}`,
    destination: `ghcr.io/acme/app:${tag}`,
    sourceDigest: digest,
    digest,
    platforms: "all",
  }));

const exact = (tags: number) =>
  `- { source: app, tags: [${Array.from({ length: tags }, (_, tag) => `"${tag}"`)}] }`;

describe("a scout", () => {
  it("looks at each side once, moves nothing, and has no credential", async () => {
    await using at = await setMirrored(2);
    const { report, hidden } = (await at.scout(exact(2))) ?? expect.fail("it could not look");
    expect(report.images).toMatchObject([
      { action: "up-to-date", result: "skipped", digest },
      { action: "up-to-date", result: "skipped", digest },
    ]);
    expect(hidden).toEqual(new Set());
    const sent = [at.hub, at.ghcr].flatMap(({ requests }) => requests.map((one) => one.authorization ?? ""));
    expect(sent.filter((authorization) => /^basic/i.test(authorization))).toEqual([]);
    expect(at.asked()).toEqual({ hub: {}, api: { "GET api": 1 }, ghcr: { "HEAD manifest": 2 } });
  });

  it("asks the destination nothing where nothing is new, and the source once for a hundred tags", async () => {
    await using at = await setMirrored(250);
    const history = historyOf(brought(250), true);
    const scouted = await at.scout('- { source: app, tags: ["*"] }', { history });
    expect(scouted?.report.summary).toMatchObject({ upToDate: 250, copied: 0, failed: 0 });
    expect(scouted?.report.departed).toEqual([]);
    expect(at.asked()).toEqual({ hub: {}, api: { "GET api": 3 }, ghcr: {} });
  });

  it("takes looks of others that are not too old", async () => {
    await using at = await setMirrored(2);
    await at.scout(exact(2));
    at.asked();
    await at.scout(exact(2), { lookAge: 60_000 });
    expect(at.asked()).toEqual({ hub: {}, api: {}, ghcr: { "HEAD manifest": 2 } });
  });

  it("spends no pull on what is new, and notes what Docker Hub grants", async () => {
    await using at = await setMirrored(1);
    pushImage(at.hub.store, "library/app", "0", NEW);
    const { report } = (await at.scout(exact(1))) ?? expect.fail("it could not look");
    expect(report.images).toMatchObject([{ action: "update", result: "planned" }]);
    expect(at.asked()).toEqual({ hub: { "HEAD manifest": 1 }, api: {}, ghcr: { "HEAD manifest": 1 } });
    expect([at.hub.pulls, at.ledger.taken]).toEqual([0, []]);
    expect(at.ledger.noted).toMatchObject([{ registry: "docker.io", limit: 100, remaining: 100 }]);
  });

  it("takes a pull from the ledger where a registry tells no digest otherwise", async () => {
    await using at = await setScout({ contentDigestHeader: false });
    pushImage(at.hub.store, "library/app", "0", APP);
    await at.scout(exact(1));
    expect(at.hub.pulls).toBe(1);
    expect(at.ledger.taken).toMatchObject([{ registry: "docker.io", repository: 42, urgency: 1 }]);
  });

  it("believes what it may not see, tells of it, and begins no upload", async () => {
    await using at = await setMirrored(3, false);
    const { report, hidden } =
      (await at.scout(exact(3), { history: historyOf(brought(3)) })) ?? expect.fail("it could not look");
    expect(report.summary).toMatchObject({ upToDate: 3 });
    expect(hidden).toEqual(new Set([0, 1, 2].map((tag) => `ghcr.io/acme/app:${tag}`)));
    expect(at.ghcr.count({ method: "POST" })).toBe(0);
  });

  it("tells of what it may not see and never saw", async () => {
    await using at = await setScout();
    const { report, hidden } = (await at.scout("- app:1")) ?? expect.fail("it could not look");
    expect(report.images).toMatchObject([
      { result: "failed", error: { code: "UNAUTHORIZED", side: "source" } },
    ]);
    expect(hidden).toEqual(new Set(["ghcr.io/acme/app:1"]));
  });

  it("notes how old tags are, and lets wait what is too young", async () => {
    await using at = await setScout();
    pushImage(at.hub.store, "library/app", "1", APP);
    const scouted = await at.scout("- { source: app, tags: ['1'], min-age: 3d }");
    expect(at.seen).toMatchObject([{ source: "docker.io/library/app:1", digest }]);
    expect(scouted?.report.images).toMatchObject([{ action: "wait", until: expect.stringMatching(/Z$/) }]);
  });

  it("finds what has left", async () => {
    await using at = await setMirrored(2);
    const scouted = await at.scout(exact(1), { history: historyOf(brought(2)) });
    expect(scouted?.report.departed).toMatchObject([{ destination: "ghcr.io/acme/app:1", digest }]);
  });

  it("tells nobody where registries are", async () => {
    await using at = await setScout();
    at.hub.faults.add({ when: { kind: "manifest" }, act: status(403) });
    const scouted = await at.scout("- app:1");
    expect(scouted?.report.images[0]?.error?.message).not.toContain("127.0.0.1");
  });

  it("does not fail the order", async () => {
    await using at = await setMirrored(1);
    const error = new Error("the database is away");
    at.ledger.note = () => Promise.reject(error);
    expect(await at.scout(exact(1))).toBeUndefined();
    expect(at.failures).toEqual([error]);
  });

  it.each(["signal", "stopping"] as const)("ends with the order's %s", async (which) => {
    await using at = await setMirrored(1);
    at.hub.faults.add({ when: { kind: "manifest" }, act: hang });
    const end = new AbortController();
    const scouting = at.scout(exact(1), { [which]: end.signal });
    const reason = new Error("enough");
    setImmediate(() => end.abort(reason));
    await expect(scouting).rejects.toBe(reason);
    expect(at.failures).toEqual([]);
  });
});
