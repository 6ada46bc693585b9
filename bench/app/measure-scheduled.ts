import type { Measurement } from "./figure.ts";
import { percentile } from "./figure.ts";
import { describeCounts } from "./scheduled/count-requests.ts";
import { runServer, type ScheduledRun } from "./scheduled/run-server.ts";
import { runTools } from "./scheduled/run-tools.ts";

const TAGS = 1_000;
/** Tags that are new since the last run, as parts of all. */
const FRESH = [0, 0.001, 0.1] as const;
const ROUNDS = 3;

const HEADER = [
  "new",
  "",
  "wall",
  "CPU",
  "pulls",
  "at Docker Hub",
  "at GHCR",
  "of the bot at GitHub",
] as const;

/** A run over many tags that are mirrored but for a few, by the server on its schedule and by tools that are run anew. `size`: tags. */
export const scheduled: Measurement = {
  name: "scheduled",
  async measure(tell, size = TAGS) {
    const rows: string[][] = [];
    for (const part of FRESH) {
      const load = { tags: size, fresh: Math.ceil(size * part) };
      const runs = new Map<string, (ScheduledRun | string)[]>();
      const add = (who: string, run: ScheduledRun | string) => {
        runs.set(who, [...(runs.get(who) ?? []), run]);
        const words = typeof run === "string" ? run.slice(0, 200) : `${Math.round(run.wall)} ms`;
        tell(`${load.fresh} of ${load.tags} new, ${who}: ${words}`);
      };
      for (let round = 0; round < ROUNDS; round++) {
        add("server", await runServer(load, "app"));
        // What is new is carried by a workflow, whose start is not what is measured.
        if (load.fresh === 0) add("server, `PUBLISHER=actions`", await runServer(load, "actions"));
        for (const { tool, run } of await runTools(load)) add(tool, run);
      }
      for (const [who, all] of runs) rows.push([`${load.fresh}`, who, ...cellsOf(all)]);
    }
    return { header: HEADER, rows };
  },
};

/** Of wall and CPU the median, of what was asked that of the last round. */
function cellsOf(runs: readonly (ScheduledRun | string)[]): string[] {
  const good = runs.filter((run) => typeof run !== "string");
  const [last] = good.slice(-1);
  if (!last || good.length < runs.length) {
    const [why = ""] = runs.filter((run) => typeof run === "string");
    return [`failed: ${why.split("\n", 1).join().slice(0, 100)}`, "", "", "", "", ""];
  }
  const median = (pick: (run: ScheduledRun) => number) =>
    `${(percentile(good.map(pick), 50) / 1000).toFixed(2)} s`;
  const { asked } = last;
  const bot = `${asked.github}${asked.workflows > 0 ? `, workflows: ${asked.workflows}` : ""}`;
  return [
    median(({ wall }) => wall),
    median(({ cpu }) => cpu),
    asked.pulls.toLocaleString("en"),
    describeCounts(asked.source),
    describeCounts(asked.destination),
    asked.github === 0 ? "" : bot,
  ];
}
