import { expect, it } from "vitest";
import type { Resumption, StoredWaitingImage } from "../../../src/jobs/keeping-state.ts";
import type { WorkerParts } from "../../../src/worker/parts.ts";
import { resumeWaiting } from "../../../src/worker/sweep/resume-waiting.ts";

const NOW = Date.UTC(2026, 10, 22);

function waiting(installation: number, pulls: number): StoredWaitingImage {
  return {
    ...{ installation, repository: { id: installation, owner: "acme", name: "mirrors" } },
    ...{ source: `docker.io/library/redis:${installation}`, registry: "docker.io", identity: null },
    ...{ urgency: 1, pulls, until: new Date(NOW), since: new Date(NOW) },
  };
}

it("has no image that jobs bring wait for those of another installation", async () => {
  const resumed: Resumption[] = [];
  const state = {
    waiting: {
      due: async () => [waiting(1, 1_000), waiting(2, 1_000)],
      resume: async (resumptions: readonly Resumption[]) => void resumed.push(...resumptions),
    },
    ledger: { accounts: async () => [] },
  };
  await resumeWaiting({ state, clock: { now: () => NOW } } as unknown as WorkerParts);
  expect(resumed.map(({ installation }) => installation)).toEqual([1, 2]);
});

it("has what cannot go on wait as long as the ledger says", async () => {
  const until = new Date(NOW + 5 * 60_000);
  const postponed: Date[] = [];
  const image = { ...waiting(1, 3), identity: "0123456789ab" };
  const state = {
    waiting: {
      due: async () => [image],
      resume: async (_: readonly Resumption[], later: readonly { readonly until: Date }[]) =>
        void postponed.push(...later.map((one) => one.until)),
    },
    ledger: { accounts: async () => [{ registry: "docker.io", identity: image.identity, free: 0, until }] },
  };
  await resumeWaiting({ state, clock: { now: () => NOW } } as unknown as WorkerParts);
  expect(postponed).toEqual([until]);
});
