import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import { before, hang, status } from "../../../sandbox/registry/fault-acts.ts";
import type { Planned } from "../../../src/publish/plan/planner.ts";
import { historyOf } from "../publish-order.ts";
import { type PlannerAtWork, setPlanner } from "./set-planner.ts";

const PLATFORMS = ["linux/amd64", "linux/arm64"];
/** An index and two manifests. */
const APP = generateImage({ seed: "app", platforms: PLATFORMS });
const OLD = generateImage({ seed: "old", platforms: PLATFORMS });
const { digest } = APP.root;
const DESTINATION = "ghcr.io/acme/app:1";

/** A Docker Hub that has `library/app:1`. */
async function setFilled(): Promise<PlannerAtWork> {
  const at = await setPlanner();
  pushImage(at.hub.store, "library/app", "1", APP);
  return at;
}

/** What does not depend on the time. */
const toldBy = ({ report: { images, summary, unmatched }, ...counts }: Planned) => ({
  ...counts,
  images,
  unmatched,
  summary: { ...summary, seconds: 0 },
});

const brought = (destinationDigest: string, sourceDigest: string | null = destinationDigest) =>
  new Map([[DESTINATION, { source: "docker.io/library/app:1", sourceDigest, destinationDigest }]]);

describe("a planner", () => {
  it("says what would be copied, and what that would move and spend, and writes nothing", async () => {
    await using at = await setFilled();
    const { report, budgets, ...counts } = await at.plan("- app:1");
    expect(counts).toEqual({ unsurveyed: 0, believed: 0 });
    const budget = { registry: "docker.io", limit: 100, remaining: 97, free: 97, window: 21_600 };
    expect(budgets).toEqual([budget]);
    expect(report.images).toMatchObject([
      { destination: DESTINATION, action: "copy", result: "planned", platforms: PLATFORMS, line: 3 },
    ]);
    expect(report.summary).toMatchObject({ copied: 1, pulls: { "docker.io": 3 } });
    expect(report.summary.bytes).toBe(report.images[0]?.bytes);
    expect(at.ghcr.requests.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
    expect(at.asked()).toEqual({ hub: { "HEAD manifest": 1, "GET manifest": 3 }, quay: {}, ghcr: {} });
  });

  it("sends no credential anywhere", async () => {
    await using at = await setFilled();
    await at.plan("- app:1");
    const sent = [at.hub, at.ghcr].flatMap(({ requests }) => requests.map((one) => one.authorization ?? ""));
    expect(sent.filter((authorization) => /^basic/i.test(authorization))).toEqual([]);
  });

  it("connects to no source inside, whoever names it, and tells nobody where registries are", async () => {
    await using at = await setFilled();
    at.hub.faults.add({ when: { kind: "manifest" }, act: status(403) });
    const { report } = await at.plan("- 127.0.0.2:5000/secrets:1\n- app:1");
    expect(report.images).toMatchObject([
      { result: "failed", error: { code: "FORBIDDEN_ADDRESS" } },
      { result: "failed", error: { code: "DENIED", remedy: expect.stringContaining("PUBLISHER=actions") } },
    ]);
    expect(report.images[1]?.reason).not.toContain(at.hub.host);
  });

  it("of a hundred tags that are up to date asks for their heads, and for two lists", async () => {
    await using at = await setFilled();
    const tags = Array.from({ length: 100 }, (_, index) => `1.${index}`);
    pushImage(at.ghcr.store, "acme/app", undefined, APP);
    at.ghcr.store.setVisibility("acme/app", "public");
    for (const tag of tags) {
      at.hub.store.tag("library/app", tag, digest);
      at.ghcr.store.tag("acme/app", tag, digest);
    }
    const { report } = await at.plan('- { source: app, tags: ["1.*"] }');
    expect(report.summary).toMatchObject({ upToDate: 100, copied: 0, pulls: {} });
    expect(at.asked()).toEqual({
      hub: { "GET tags": 1, "HEAD manifest": 100 },
      quay: {},
      ghcr: { "GET tags": 1, "HEAD manifest": 100 },
    });
  });

  it("ends with its signal, and keeps what it has paid for", async () => {
    await using at = await setPlanner();
    const stop = new AbortController();
    for (const tag of ["1", "2"])
      pushImage(at.hub.store, "library/app", tag, generateImage({ seed: tag, platforms: PLATFORMS }));
    const second = generateImage({ seed: "2", platforms: PLATFORMS }).root.digest;
    at.hub.faults.add({
      when: { method: "GET", reference: second },
      act: before(() => stop.abort(new Error("enough"))),
    });
    const planning = at.plan("- { source: app, tags: ['1', '2'] }", { signal: stop.signal });
    await expect(planning).rejects.toThrow("enough");
    expect([...at.surveys.kept.values()]).toMatchObject([{ manifests: 3 }]);
  });

  it("ends in time, whatever a registry does not answer, and says which images it had no time for", async () => {
    await using at = await setPlanner(100, 1_000);
    pushImage(at.hub.store, "library/app", "1", APP);
    for (const kind of ["manifest", "tags"] as const) at.quay.faults.add({ when: { kind }, act: hang });
    const mirrors = "- app:1\n- quay.io/slow/pit:1\n- { source: quay.io/slow/list, tags: ['1*'] }";
    const { report } = await at.plan(mirrors);
    expect(report.images.map(({ source, result, error }) => [source, result, error?.code])).toEqual([
      ["docker.io/library/app:1", "failed", "TIMEOUT"],
      ["quay.io/slow/pit:1", "failed", "TIMEOUT"],
      ["quay.io/slow/list:1*", "failed", "TIMEOUT"],
    ]);
    expect(report.summary).toMatchObject({ failed: 3 });
  });

  it("plans only what it is asked for", async () => {
    await using at = await setFilled();
    const { report } = await at.plan("- app:1\n- other:1", { only: ["docker.io/library/app:*"] });
    expect(report.images.map(({ source }) => source)).toEqual(["docker.io/library/app:1"]);
  });
});

describe("pulls", () => {
  it("are taken from the ledger, for nobody in particular and before schedules", async () => {
    await using at = await setFilled();
    await at.plan("- app:1");
    const pull = { registry: "docker.io", repository: null, urgency: 1 };
    expect(at.ledger.taken).toMatchObject([pull, pull, pull]);
  });

  it("are left to people, and what they would tell stays untold", async () => {
    await using at = await setPlanner(22, undefined, 20);
    pushImage(at.hub.store, "library/app", "1", APP);
    pushImage(at.hub.store, "library/old", "1", OLD);
    const { report, unsurveyed, budgets } = await at.plan("- app:1\n- old:1");
    expect(unsurveyed).toBe(2);
    expect(report.images).toMatchObject([
      { action: "copy", result: "planned", bytes: 0 },
      { action: "copy", result: "planned", bytes: 0 },
    ]);
    expect(budgets).toMatchObject([{ limit: 22, free: 0, until: expect.stringMatching(/Z$/) }]);
    expect(at.hub.pulls).toBe(2);
  });

  it("of a registry that nothing is asked of are told all the same, which costs none", async () => {
    await using at = await setPlanner();
    pushImage(at.hub.store, "ratelimitpreview/test", "latest", APP);
    const { budgets } = await at.plan("- app:1", { only: ["quay.io/*"] });
    expect(budgets).toMatchObject([{ registry: "docker.io", limit: 100, free: 100 }]);
    expect(at.asked()).toEqual({ hub: { "HEAD manifest": 1 }, quay: {}, ghcr: {} });
  });
});

describe("planning again", () => {
  it("costs no pull and says the same, when nothing has changed", async () => {
    await using at = await setFilled();
    const first = toldBy(await at.plan("- app:1"));
    at.asked();
    expect(toldBy(await at.plan("- app:1"))).toEqual(first);
    expect(at.asked()).toEqual({ hub: { "HEAD manifest": 1 }, quay: {}, ghcr: {} });
    expect(at.hub.pulls).toBe(3);
  });

  it.each([
    ["another digest", "- app:2"],
    ["other platforms", "- { source: app:1, platforms: [linux/amd64] }"],
    ["another destination", "- { source: app:1, to: other }"],
  ])("looks into %s", async (_, mirrors) => {
    await using at = await setFilled();
    pushImage(at.hub.store, "library/app", "2", OLD);
    await at.plan("- app:1");
    await at.plan(mirrors);
    expect(at.surveys.kept.size).toBe(2);
  });

  it("remembers nothing of what the destination has under another tag: that costs nothing", async () => {
    await using at = await setFilled();
    pushImage(at.ghcr.store, "acme/app", "0", APP);
    at.ghcr.store.setVisibility("acme/app", "public");
    const { report } = await at.plan("- app:1");
    expect(report.images).toMatchObject([{ action: "copy", bytes: APP.root.size, platforms: PLATFORMS }]);
    expect(report.summary.pulls).toEqual({});
    expect(at.surveys.kept.size).toBe(0);
    expect(at.hub.pulls).toBe(0);
  });
});

describe("a destination that denies a look", () => {
  /** The destination is private, and holds `held`. */
  async function setPrivate(held = APP) {
    const at = await setFilled();
    pushImage(at.ghcr.store, "acme/app", "1", held);
    return at;
  }

  it("is believed to hold what was brought last", async () => {
    await using at = await setPrivate();
    const { report, believed } = await at.plan("- app:1", { remembered: brought(digest) });
    expect(report.images).toMatchObject([{ action: "up-to-date", digest }]);
    expect(believed).toBe(1);
    expect(at.hub.pulls).toBe(0);
  });

  it("is believed to hold what was brought last where the source has moved on", async () => {
    await using at = await setPrivate(OLD);
    const { report, believed } = await at.plan("- app:1", { remembered: brought(OLD.root.digest) });
    expect(report.images).toMatchObject([
      { action: "update", previousDigest: OLD.root.digest, digest, reason: "the source moved" },
    ]);
    expect(report.summary).toMatchObject({ updated: 1, failed: 0, pulls: { "docker.io": 3 } });
    expect(believed).toBe(1);
  });

  it("is taken for absent where nothing is remembered", async () => {
    await using at = await setPrivate();
    const { report, believed } = await at.plan("- app:1");
    expect(report.images).toMatchObject([{ action: "copy", previousDigest: null, platforms: PLATFORMS }]);
    expect(believed).toBe(0);
    expect(at.ghcr.count({ method: "POST" })).toBe(0);
  });

  it("is believed of a subset of platforms, as long as the source is the same", async () => {
    await using at = await setPrivate();
    const item = "- { source: app:1, platforms: [linux/amd64] }";
    const stripped = `sha256:${"5".repeat(64)}`;
    const same = await at.plan(item, { remembered: brought(stripped, digest) });
    expect(same.report.images).toMatchObject([{ action: "up-to-date", digest: stripped }]);
    const moved = await at.plan(item, { remembered: brought(stripped, OLD.root.digest) });
    expect(moved.report.images).toMatchObject([{ action: "update", previousDigest: stripped }]);
  });

  it("is not asked for each of its tags", async () => {
    await using at = await setPrivate();
    const tags = Array.from({ length: 50 }, (_, index) => `1.${index}`);
    for (const tag of tags) at.hub.store.tag("library/app", tag, digest);
    const { report } = await at.plan(`- { source: app, tags: [${tags.map((tag) => `"${tag}"`).join()}] }`);
    expect(report.summary).toMatchObject({ copied: 50 });
    // A look, and a token that is refused for it, for the list, and for what an interrupted run may have left.
    expect(at.ghcr.requests).toHaveLength(4);
  });
});

describe("a destination that is trusted", () => {
  it("is asked nothing", async () => {
    await using at = await setFilled();
    const brought = { source: "docker.io/library/app:1", destination: DESTINATION, platforms: "all" };
    const history = historyOf([{ ...brought, sourceDigest: digest, digest }], true);
    const { report } = await at.plan("- app:1", { history });
    expect(report.images).toMatchObject([{ action: "up-to-date", isBelieved: true }]);
    expect(at.asked()).toEqual({ hub: { "HEAD manifest": 1 }, quay: {}, ghcr: {} });
  });
});

describe("a source that denies a look", () => {
  it("is believed to be what was brought last, of that very source", async () => {
    await using at = await setFilled();
    const when = { kind: "manifest" } as const;
    at.hub.faults.add({ when, act: status(403), times: Number.POSITIVE_INFINITY });
    const same = await at.plan("- app:1", { remembered: brought(digest) });
    expect(same.report.images).toMatchObject([{ action: "up-to-date", sourceDigest: digest }]);
    expect(same.believed).toBe(1);
    const other = await at.plan("- { source: other:1, to: app }", { remembered: brought(digest) });
    expect(other.report.images).toMatchObject([
      { result: "failed", error: { code: "DENIED", side: "source" } },
    ]);
  });
});
