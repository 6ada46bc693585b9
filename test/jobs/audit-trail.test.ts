import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { delivery } from "./requests.ts";
import { describeOnBoth } from "./state-kinds.ts";

const DELETED = {
  repository: 6,
  name: "acme/mirrors",
  run: "00000000-0000-4000-8000-000000000001",
  deed: "deleted",
  destination: "ghcr.io/acme/redis:6",
  digest: "sha256:a",
  source: "docker.io/library/redis:6",
  reason: "tags no longer match",
} as const;

describeOnBoth("the audit trail", (take) => {
  it("keeps all that is appended, the newest first, also when the repository and its runs are forgotten", async () => {
    await using kind = await take();
    const clock = new ManualClock();
    const { audit, ...state } = await kind.open({ clock });
    const first = new Date(clock.now());
    const other = { ...DELETED, destination: "ghcr.io/acme/redis:5", source: null };
    await audit.append([]);
    await audit.append([DELETED, other, { ...DELETED, repository: 7, run: DELETED.run.replace("1", "2") }]);
    clock.advance(1000);
    // The run was taken up again, and says it once more.
    await audit.append([DELETED]);
    const again = { ...DELETED, run: DELETED.run.replace("0", "3") };
    await audit.append([again]);
    await state.intake.accept(delivery("d1"), [{ kind: "forget-repository", repository: 6 }]);
    clock.advance(1000 * 24 * 3600 * 1000);
    await state.prune();
    expect(await audit.of(6, 9)).toEqual([
      { ...again, at: new Date(first.getTime() + 1000) },
      { ...other, at: first },
      { ...DELETED, at: first },
    ]);
    expect(await audit.of(6, 1)).toHaveLength(1);
    expect(await audit.of(7, 9)).toHaveLength(1);
    expect(await audit.of(8, 9)).toEqual([]);
  });
});
