import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { describeOnBoth } from "./state-kinds.ts";

const destination = "ghcr.io/acme/redis:7";
const backup = (digest: string, repository = 6) => ({
  repository,
  destination,
  source: "docker.io/library/redis:7",
  backup: `${destination}-${digest}`,
  digest: `sha256:${digest}`,
});

describeOnBoth("backups", (take) => {
  it("are kept with when they were made last, the newest first", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { backups } = await kind.open({ clock });
    const first = new Date(clock.now());
    await backups.put([]);
    await backups.put([backup("a"), backup("b"), backup("b"), backup("a", 7)]);
    clock.advance(1000);
    const later = new Date(clock.now());
    await backups.put([backup("c")]);
    expect(await backups.of(6)).toEqual([
      { ...backup("c"), madeAt: later },
      { ...backup("a"), madeAt: first },
      { ...backup("b"), madeAt: first },
    ]);
    await backups.put([backup("a")]);
    await backups.forget(6, [backup("b").backup, backup("z").backup]);
    await backups.forget(6, []);
    expect(await backups.of(6)).toEqual([
      { ...backup("a"), madeAt: later },
      { ...backup("c"), madeAt: later },
    ]);
    expect(await backups.of(7)).toEqual([{ ...backup("a", 7), madeAt: first }]);
  });
});
