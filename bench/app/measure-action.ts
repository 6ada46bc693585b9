import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readAction } from "../../sandbox/github/actions/runner/action-file.ts";
import { copyCheckout } from "./copy-checkout.ts";
import { bytesIn, countInstalled, type Installed } from "./count-installed.ts";
import { type Measurement, percentile } from "./figure.ts";
import { type Ran, runLines } from "./run-lines.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ROUNDS = 5;
/** Seconds. */
const BUDGET = 15;
/** What the server needs; see docs/server.md. */
const SERVER_INSTALL =
  "npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error";

/** What a runner that has Node waits for: the action's packages, with npm's cache warm, and the first word of a job. */
export const action: Measurement = {
  name: "action",
  async measure(tell) {
    const checkout = temporaryFolder();
    await copyCheckout(checkout);
    const size = await bytesIn(checkout);
    ended(0, await runLines(SERVER_INSTALL, {}, checkout));
    const server = await countInstalled(checkout);
    await rm(checkout, { recursive: true });
    // The first one warms the cache.
    const rounds = [await runAction()];
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push(await runAction());
      tell(`round ${round}: ${rounds.at(-1)?.install.toFixed(0)} ms, ${rounds.at(-1)?.start.toFixed(0)} ms`);
    }
    const [cold, ...warm] = rounds;
    const median = (pick: (round: Round) => number) => percentile(warm.map(pick), 50) / 1000;
    const total = median(({ install, start }) => install + start);
    return [
      { what: "files of the action, which a runner downloads", value: megabytes(size) },
      { what: "packages that the action installs", value: describe(cold?.installed) },
      { what: "packages of a server, without development and optional ones", value: describe(server) },
      {
        what: `the action's install, npm's cache warm (median of ${ROUNDS})`,
        value: `${median(({ install }) => install).toFixed(2)} s`,
      },
      {
        what: "from the start of `ghcr-mirror job` to its first word",
        value: `${median(({ start }) => start).toFixed(2)} s`,
      },
      {
        what: `both, of a budget of ${BUDGET} s`,
        value: `${total.toFixed(2)} s, ${total < BUDGET ? "met" : "missed"}`,
      },
    ];
  },
};

interface Round {
  readonly installed: Installed;
  /** Milliseconds. */
  readonly install: number;
  readonly start: number;
}

/** Runs the very lines of `action.yml` in a fresh copy, with inputs that the job refuses. */
async function runAction(): Promise<Round> {
  const folder = temporaryFolder();
  await copyCheckout(folder);
  const { steps } = await readAction(folder);
  const run = async (name: string, variables: Readonly<Record<string, string>> = {}) => {
    const lines = steps.find((step) => step.name === name)?.run;
    if (lines === undefined) throw new Error(`action.yml has no lines for "${name}"`);
    return await runLines(lines, { ...variables, GITHUB_ACTION_PATH: folder }, folder);
  };
  const install = ended(0, await run("Install"));
  const wrong = { MIRROR_RUN: "wrong", MIRROR_RESULTS: join(folder, "results") };
  const start = ended(2, await run("Mirror", wrong));
  const installed = await countInstalled(folder);
  await rm(folder, { recursive: true });
  return { installed, install: install.whole, start: start.firstWord };
}

/** Throws with what was said where it ended otherwise than expected. */
function ended(code: number, ran: Ran): Ran {
  if (ran.code !== code) throw new Error(`it ended with ${ran.code}, not with ${code}:\n${ran.output}`);
  return ran;
}

function describe(installed: Installed | undefined): string {
  return installed ? `${installed.packages}, ${megabytes(installed.bytes)}` : "";
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
