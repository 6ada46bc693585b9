import { expect, it } from "vitest";
import type { PullAccount } from "../../../../src/jobs/keeping-state.ts";
import type { State } from "../../../../src/jobs/state.ts";
import { jobIdentity } from "../../../../src/publish/pulls/job-identity.ts";
import { readProspect } from "../../../../src/worker/errands/issues/read-prospect.ts";

const PLACE = { installation: 7, repository: { id: 1, owner: "acme", name: "mirrors" } };

/** An account that was told of at a minute, with as many pulls left. */
function account(identity: string, minute: number): PullAccount {
  const seenAt = new Date(Date.UTC(2026, 10, 22, 14, minute));
  return {
    ...{ registry: "docker.io", identity, limit: 100, remaining: minute, window: 21_600, seenAt },
    ...{ taken: 0, free: 0, until: null },
  };
}

const read = (accounts: readonly PullAccount[]) =>
  readProspect(
    {
      schedules: { of: async () => [] },
      waiting: { of: async () => [] },
      ledger: { accounts: async () => accounts },
      images: { of: async () => [{ source: "docker.io/library/redis:7" }] },
    } as unknown as Pick<State, "schedules" | "waiting" | "ledger" | "images">,
    PLACE,
  );

it("tells of the newest account at a registry, and of none that jobs of another installation have", async () => {
  const accounts = [
    account("app", 1),
    account(jobIdentity("own", 7), 2),
    account(jobIdentity("other", 8), 3),
  ];
  accounts.push({ ...account("app", 4), registry: "private.example" });
  const { budgets } = await read(accounts);
  // What other repositories copy from is not told here.
  expect(budgets).toHaveLength(1);
  expect(budgets).toMatchObject([{ registry: "docker.io", remaining: 2 }]);
});
