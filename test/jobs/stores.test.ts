import { expect, it } from "vitest";
import type { ImageReport } from "../../src/reconcile/report.ts";
import { ManualClock } from "./manual-clock.ts";
import { push, requested } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

function image(destination: string, reason = "new"): ImageReport {
  return {
    source: "docker.io/library/redis:7",
    destination,
    action: "copy",
    result: "done",
    sourceDigest: null,
    digest: null,
    previousDigest: null,
    platforms: ["linux/amd64"],
    bytes: 5_000_000_000,
    reason,
  };
}

describeOnBoth("the images of a run", (take) => {
  it("are kept in the order in which they ended, once each", async () => {
    await using kind = await take();
    const { items, ...state } = await kind.open();
    const [run = "", other = ""] = await requested({ items, ...state }, kind.db, push(6), push(7));
    await items.put(run, image("ghcr.io/acme/b:1"));
    await items.put(run, image("ghcr.io/acme/a:1"));
    await items.put(run, image("ghcr.io/acme/b:1", "again"));
    expect(await items.of(run)).toEqual([image("ghcr.io/acme/b:1", "again"), image("ghcr.io/acme/a:1")]);
    expect(await items.of(other)).toEqual([]);
  });
});

describeOnBoth("mirrored images", (take) => {
  it("remember since when a tag holds what it holds", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { images } = await kind.open({ clock });
    const first = new Date(clock.now());
    const redis = {
      repository: 6,
      source: "docker.io/library/redis:7",
      destination: "ghcr.io/acme/redis:7",
      sourceDigest: "sha256:s",
      destinationDigest: "sha256:a",
      platforms: "all",
    };
    const nginx = { ...redis, destination: "ghcr.io/acme/nginx:1", sourceDigest: null };
    await images.put([]);
    await images.put([redis, { ...nginx, destinationDigest: "sha256:z" }, nginx]);
    clock.advance(1000);
    const later = new Date(clock.now());
    await images.put([redis, { ...nginx, destinationDigest: "sha256:b" }]);
    expect(await images.of(6)).toEqual([
      { ...nginx, destinationDigest: "sha256:b", firstSeen: later, lastVerified: later },
      { ...redis, firstSeen: first, lastVerified: later },
    ]);
    expect(await images.of(7)).toEqual([]);
  });
});

describeOnBoth("mirrored images of a destination", (take) => {
  it("are those of all repositories, confirmed one by one, doubted together", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { images } = await kind.open({ clock });
    const first = new Date(clock.now());
    const destination = "ghcr.io/acme/redis:7";
    const redis = {
      source: "docker.io/library/redis:7",
      destination,
      sourceDigest: "sha256:s",
      destinationDigest: "sha256:a",
      platforms: "all",
    };
    const seen = { ...redis, firstSeen: first, lastVerified: first };
    await images.put([
      { repository: 7, ...redis },
      { repository: 6, ...redis },
      { repository: 6, ...redis, destination: "ghcr.io/acme/redis:7.4" },
    ]);
    expect(await images.at(destination)).toEqual([
      { repository: 6, ...seen },
      { repository: 7, ...seen },
    ]);
    clock.advance(1000);
    await images.confirm(6, destination);
    await images.confirm(6, "ghcr.io/acme/nginx:1");
    expect(await images.at(destination)).toEqual([
      { repository: 6, ...seen, lastVerified: new Date(clock.now()) },
      { repository: 7, ...seen },
    ]);
    expect(await images.at("ghcr.io/acme/nginx:1")).toEqual([]);
    await images.doubt(destination);
    const doubted = { ...seen, lastVerified: new Date(0) };
    expect(await images.at(destination)).toEqual([
      { repository: 6, ...doubted },
      { repository: 7, ...doubted },
    ]);
    expect(await images.at("ghcr.io/acme/redis:7.4")).toMatchObject([{ lastVerified: first }]);
    await images.put([{ repository: 7, ...redis, platforms: "linux/amd64" }]);
    expect(await images.at(destination)).toMatchObject([
      { lastVerified: new Date(0), platforms: "all" },
      { lastVerified: new Date(clock.now()), platforms: "linux/amd64", firstSeen: first },
    ]);
    await images.forget(6, []);
    await images.forget(6, [destination, "ghcr.io/acme/nginx:1"]);
    expect(await images.of(6)).toMatchObject([{ destination: "ghcr.io/acme/redis:7.4" }]);
    expect(await images.of(7)).toHaveLength(1);
  });
});

describeOnBoth("surveys", (take) => {
  it("are kept for 30 days, the last one of each key", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { surveys, ...state } = await kind.open({ clock });
    const survey = { manifests: 3, bytes: 5_000_000_000, platforms: ["linux/amd64"] };
    expect(await surveys.of("redis")).toBeUndefined();
    await surveys.put("redis", { ...survey, bytes: 1 });
    await surveys.put("redis", survey);
    await surveys.put("nginx", { ...survey, platforms: [] });
    clock.advance(30 * 24 * 3600 * 1000);
    await surveys.put("nginx", survey);
    await state.prune();
    expect(await surveys.of("redis")).toEqual(survey);
    clock.advance(1);
    await state.prune();
    expect(await surveys.of("redis")).toBeUndefined();
    expect(await surveys.of("nginx")).toEqual(survey);
  });
});

describeOnBoth("drifts", (take) => {
  it("are kept, the last one of each destination, until they are put right", async () => {
    await using kind = await take();
    const { drifts, ...state } = await kind.open();
    const seenAt = new Date(Date.UTC(2026, 10, 22));
    const redis = {
      repository: 6,
      destination: "ghcr.io/acme/redis:7",
      expected: "sha256:a",
      found: "sha256:b",
      seenAt,
    };
    const nginx = { ...redis, destination: "ghcr.io/acme/nginx:1" };
    const elsewhere = { ...redis, repository: 7 };
    for (const drift of [redis, nginx, elsewhere, { ...redis, found: null }]) await drifts.put(drift);
    expect(await drifts.of(6)).toEqual([nginx, { ...redis, found: null }]);
    await drifts.settle(6, []);
    await drifts.settle(6, [redis.destination, "ghcr.io/acme/other:1"]);
    expect(await drifts.of(6)).toEqual([nginx]);
    await state.intake.accept({ id: "d1", event: "repository.deleted" }, [
      { kind: "forget-repository", repository: 6 },
    ]);
    expect(await drifts.of(6)).toEqual([]);
    expect(await drifts.of(7)).toEqual([elsewhere]);
  });
});

describeOnBoth("visits", (take) => {
  it("ask for what was pushed to since the last one", async () => {
    await using kind = await take();
    const state = await kind.open();
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute));
    const asked = async () => {
      const rows = await kind.db.selectFrom("runs").select("repository").orderBy("position").execute();
      return rows.map(({ repository }) => repository);
    };
    await state.visits.request([
      { request: push(6), pushedAt: at(1) },
      { request: push(7), pushedAt: at(1) },
    ]);
    expect(await asked()).toEqual([6, 7]);
    await state.visits.request([
      { request: push(6), pushedAt: at(1) },
      { request: push(7), pushedAt: at(2) },
    ]);
    expect(await asked()).toEqual([6, 7, 7]);
    await state.intake.accept({ id: "d1", event: "installation.deleted" }, [
      { kind: "forget-installation", installation: 1 },
    ]);
    await state.visits.request([{ request: push(6), pushedAt: at(1) }]);
    expect(await asked()).toEqual([6, 7, 7, 6]);
  });
});
