import { expect, it } from "vitest";
import type { Intent } from "../../src/jobs/intent.ts";
import type { Verdict } from "../../src/jobs/state.ts";
import { ManualClock } from "./manual-clock.ts";
import { describeOnBoth } from "./state-kinds.ts";

const CHECKED_AT = new Date(Date.UTC(2026, 10, 22));
const REFUSED: Verdict = {
  destination: "ghcr.io/acme/redis",
  deed: "create",
  isAccepted: false,
  reason: "installation not allowed to Create organization package",
  checkedAt: CHECKED_AT,
};
const WRITTEN: Verdict = { ...REFUSED, deed: "write", isAccepted: true, reason: "" };
const OTHER: Verdict = { ...WRITTEN, destination: "ghcr.io/umbrella/redis" };

describeOnBoth("verdicts", (take) => {
  it("are kept for each destination and deed, the newest", async () => {
    await using kind = await take();
    const { verdicts } = await kind.open();
    await verdicts.put(1, { ...REFUSED, isAccepted: true, reason: "" });
    for (const verdict of [REFUSED, WRITTEN, OTHER]) await verdicts.put(1, verdict);
    expect(await verdicts.of(["ghcr.io/acme/redis", "ghcr.io/acme/nginx"])).toEqual([REFUSED, WRITTEN]);
    expect(await verdicts.of([])).toEqual([]);
  });

  it.each<Intent["kind"]>(["forget-verdicts", "forget-installation"])(
    "of an installation end with %s",
    async (kindOfIntent) => {
      await using kind = await take();
      const state = await kind.open();
      await state.verdicts.put(1, REFUSED);
      await state.verdicts.put(2, OTHER);
      const intent = { kind: kindOfIntent, installation: 1 } as Intent;
      await state.intake.accept({ id: "d1", event: "installation.new_permissions_accepted" }, [intent]);
      expect(await state.verdicts.of([REFUSED.destination, OTHER.destination])).toEqual([OTHER]);
      await state.verdicts.forget(2);
      expect(await state.verdicts.of([OTHER.destination])).toEqual([]);
    },
  );

  it("are not kept for longer than a week", async () => {
    await using kind = await take();
    const clock = new ManualClock(CHECKED_AT.getTime());
    const state = await kind.open({ clock });
    await state.verdicts.put(1, REFUSED);
    clock.advance(7 * 24 * 3600 * 1000);
    await state.verdicts.put(1, { ...OTHER, checkedAt: new Date(clock.now()) });
    await state.prune();
    expect(await state.verdicts.of([REFUSED.destination])).toEqual([REFUSED]);
    clock.advance(1);
    await state.prune();
    expect(await state.verdicts.of([REFUSED.destination, OTHER.destination])).toHaveLength(1);
  });
});
