import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, percentile } from "./figure.ts";
import { Lab } from "./lab.ts";
import type { PlanCost } from "./plan-cost.ts";
import { startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SIZES = [10, 100, 1_000] as const;
const ROUNDS = 3;

/** From a pull request with a config to its finished plan, and the same once more with nothing changed. */
export async function measurePlans(tell: (text: string) => void): Promise<readonly Figure[]> {
  await using lab = await Lab.open();
  await lab.call("createRepositories", { count: SIZES.length * ROUNDS, installations: 1 });
  const server = await startServer(lab, temporaryFolder());
  // The sweep of the start looks at all repositories; it is not what is measured.
  await sleep(5000);
  const figures: Figure[] = [];
  for (const [at, tags] of SIZES.entries()) {
    const [first, again]: [PlanCost[], PlanCost[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const repository = at * ROUNDS + round;
      const name = `of${tags}-round${round}`;
      await lab.call("addTags", { name, count: tags });
      const commit = await lab.call("proposeTags", { repository, name });
      first.push(await finished(lab));
      await lab.call("planAgain", { repository, commit });
      again.push(await finished(lab));
      tell(`${tags} tags: ${describe(first.slice(-1))}; again ${describe(again.slice(-1))}`);
    }
    const title = first[0]?.title ?? "";
    figures.push(
      {
        what: `2xx of a pull request → finished plan, ${tags} tags, median of ${ROUNDS} (“${title}”)`,
        value: describe(first),
      },
      { what: "the same again, nothing being changed", value: describe(again) },
    );
  }
  await stopServer(server);
  return figures;
}

async function finished(lab: Lab): Promise<PlanCost> {
  const isFinished = async () => (await lab.call("planCost", undefined)) !== null;
  await until(isFinished, 120, "the plan is finished");
  // What comes after the last word counts as well.
  await sleep(3000);
  const cost = await lab.call("planCost", undefined);
  if (!cost) throw new Error("the plan is gone");
  return cost;
}

function describe(costs: readonly PlanCost[]): string {
  const median = (pick: (cost: PlanCost) => number) => percentile(costs.map(pick), 50);
  const [last] = costs.slice(-1);
  const source = Object.entries(last?.source ?? {}).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${Math.round(median(({ finished }) => finished))} ms`,
    `GitHub ${median(({ github }) => github)}`,
    `source ${median(({ pulls }) => pulls)} pulls${source.map((words) => `, ${words}`).join("")}`,
    `destination ${median(({ destination }) => destination)}`,
  ].join("; ");
}
