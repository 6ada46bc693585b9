import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { describeOnBoth } from "./state-kinds.ts";

const REDIS = {
  destination: "ghcr.io/acme/redis:6",
  source: "docker.io/library/redis:6",
  digest: "sha256:a",
  kind: "left",
} as const;
const BACKUP = { ...REDIS, destination: "ghcr.io/acme/redis:7-9f21c0d4e5b6", kind: "backup" } as const;

describeOnBoth("departures", (take) => {
  it("are announced once, as long as they last with the same digest", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { departures } = await kind.open({ clock });
    const first = new Date(clock.now());
    await departures.announce(6, [REDIS, BACKUP], []);
    await departures.announce(7, [REDIS], []);
    clock.advance(1000);
    const later = new Date(clock.now());
    await departures.announce(6, [{ ...REDIS, digest: "sha256:b" }, BACKUP, BACKUP], []);
    expect(await departures.of(6)).toEqual([
      { repository: 6, ...REDIS, digest: "sha256:b", announcedAt: later },
      { repository: 6, ...BACKUP, announcedAt: first },
    ]);
    expect(await departures.of(7)).toEqual([{ repository: 7, ...REDIS, announcedAt: first }]);
    // Of what a run has not looked at, it says nothing.
    await departures.announce(6, [], ["ghcr.io/acme/vault:1"]);
    await departures.announce(6, [REDIS, BACKUP], []);
    expect(await departures.of(6)).toMatchObject([{ announcedAt: later }, { announcedAt: first }]);
    await departures.announce(6, [], [REDIS.destination, BACKUP.destination]);
    expect(await departures.of(6)).toEqual([]);
    expect(await departures.of(7)).toHaveLength(1);
  });

  it("were never announced later than now", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { departures } = await kind.open({ clock });
    await departures.announce(6, [REDIS], []);
    clock.advance(-5000);
    await departures.announce(6, [REDIS], []);
    expect(await departures.of(6)).toMatchObject([{ announcedAt: new Date(clock.now()) }]);
  });

  it("say when they were kept last, as long as they are the same", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { departures } = await kind.open({ clock });
    const announcedAt = new Date(clock.now());
    await departures.announce(6, [REDIS, BACKUP], []);
    await departures.announce(7, [REDIS], []);
    clock.advance(1000);
    await departures.keep(6, [REDIS.destination, "ghcr.io/acme/other:1"]);
    const kept = { repository: 6, ...REDIS, announcedAt, keptAt: new Date(clock.now()) };
    clock.advance(1000);
    await departures.announce(6, [REDIS, BACKUP], []);
    expect(await departures.of(6)).toEqual([kept, { repository: 6, ...BACKUP, announcedAt }]);
    expect(await departures.of(7)).toEqual([{ repository: 7, ...REDIS, announcedAt }]);
    await departures.announce(6, [{ ...REDIS, digest: "sha256:b" }], []);
    const [changed] = await departures.of(6);
    expect(changed).toMatchObject({ digest: "sha256:b" });
    expect(changed).not.toHaveProperty("keptAt");
  });

  it("are known to be wanted elsewhere, until that is told to have left there, too", async () => {
    await using kind = await take();
    const { departures, images, backups } = await kind.open();
    const { destination, source } = REDIS;
    const image = { destination, source, sourceDigest: null, destinationDigest: "sha256:a", platforms: null };
    const backup = {
      backup: BACKUP.destination,
      destination: "ghcr.io/acme/redis:7",
      source,
      digest: "sha256:a",
    };
    await departures.announce(6, [REDIS, BACKUP], []);
    await images.put([{ repository: 6, ...image }]);
    await backups.put([{ repository: 6, ...backup }]);
    expect(await departures.wantedElsewhere(6)).toEqual(new Set());
    await images.put([{ repository: 7, ...image }]);
    await backups.put([{ repository: 8, ...backup }]);
    expect(await departures.wantedElsewhere(6)).toEqual(new Set([REDIS.destination, BACKUP.destination]));
    expect(await departures.wantedElsewhere(7)).toEqual(new Set());
    await departures.announce(7, [REDIS], []);
    expect(await departures.wantedElsewhere(6)).toEqual(new Set([BACKUP.destination]));
    expect(await departures.wantedElsewhere(7)).toEqual(new Set());
  });

  it("may be thousands", async () => {
    await using kind = await take();
    const { departures } = await kind.open();
    const many = Array.from({ length: 2_500 }, (_, index) => ({
      ...REDIS,
      destination: `ghcr.io/acme/redis:${index}`,
    }));
    await departures.announce(6, many, []);
    const back = many.slice(1_200).map(({ destination }) => destination);
    await departures.announce(6, many.slice(0, 1_200), back);
    expect(await departures.of(6)).toHaveLength(1_200);
  });
});
