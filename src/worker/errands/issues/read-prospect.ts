import type { Prospect } from "../../../github/report/render/prospect.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { State } from "../../../jobs/state.ts";
import { budgetsOf } from "../../../publish/plan/budgets-of.ts";
import { isAccountOf } from "../../../publish/pulls/job-identity.ts";

/** What will happen to a repository's mirror by itself. */
export async function readProspect(
  {
    schedules,
    waiting,
    ledger,
    images: mirrored,
  }: Pick<State, "schedules" | "waiting" | "ledger" | "images">,
  { installation, repository: { id: repository } }: Place,
): Promise<Prospect> {
  const [looks, images, accounts, brought] = await Promise.all([
    schedules.of(repository),
    waiting.of(repository),
    ledger.accounts(),
    mirrored.of(repository),
  ]);
  // What other repositories copy from is nobody's business here.
  const sources = new Set([...images, ...brought].map(({ source }) => source.split("/", 1)[0]));
  // Each job may have another address: the last one says how it stands.
  const newest = new Map(
    accounts
      .filter(({ registry, identity }) => sources.has(registry) && isAccountOf(identity, installation))
      .toSorted((a, b) => a.seenAt.getTime() - b.seenAt.getTime())
      .map((account) => [account.registry, account]),
  );
  const times = images.map(({ until }) => until.getTime());
  return {
    looks: looks
      .map(({ schedule, dueAt }) => ({ schedule, dueAt: dueAt.getTime() }))
      .sort((a, b) => a.dueAt - b.dueAt),
    waiting: images.length > 0 ? { images: images.length, until: Math.min(...times) } : undefined,
    budgets: budgetsOf([...newest.values()]),
  };
}
