import { setTimeout as sleep } from "node:timers/promises";
import { openState } from "../../src/jobs/open-state.ts";
import { describeTimes, type Measurement } from "./figure.ts";
import { Lab } from "./lab.ts";
import { forgetPeak, memoryOf, startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const REPOSITORIES = 50;
const PUSHES = 1000;
/** Milliseconds. */
const WITHIN = 10_000;
/** Something was copied, or all was there already. */
const DONE = ["success", "neutral"];

/** 1,000 deliveries in 10 s: none is lost. */
export const burst: Measurement = {
  name: "burst",
  async measure(tell) {
    await using lab = await Lab.open();
    await lab.call("createRepositories", { count: REPOSITORIES, installations: REPOSITORIES });
    await lab.call("addImages", { names: ["app"], layers: 2, layerSize: 50_000 });
    const dataDir = temporaryFolder();
    const server = await startServer(lab, dataDir);
    // The sweep of the start looks at all repositories; it is not what is measured.
    await sleep(5000);
    await lab.call("setWebhookUrl", null);
    const last = new Map<number, string>();
    for (let push = 0; push < PUSHES; push++) {
      const repository = push % REPOSITORIES;
      last.set(
        repository,
        await lab.call("pushConfig", { repository, names: ["app"], note: `push ${push}` }),
      );
    }
    tell(`${PUSHES} commits are made`);
    await lab.call("setWebhookUrl", `${server.url}/api/github/webhooks`);
    forgetPeak(server);
    const started = performance.now();
    const guids = await lab.call("sendPushes", WITHIN);
    const sent = performance.now();
    tell(`all are answered after ${Math.round(sent - started)} ms`);
    const isDone = async () => {
      const outcomes = [...last].map(([repository, commit]) => lab.call("outcome", { repository, commit }));
      return (await Promise.all(outcomes)).every(({ status }) => status === "completed");
    };
    await until(isDone, 300, "the last commit of each repository is told");
    const drained = performance.now();
    const peak = memoryOf(server, "VmHWM");
    await sleep(2000);
    const { all, completed } = await lab.call("checkRuns", undefined);
    await stopServer(server);
    const acknowledged = await lab.call("acknowledgements", undefined);
    await using state = await openState({ dataDir }, { workerConcurrency: 1 });
    const known = await state.deliveries.known(guids);
    const outcomes = await Promise.all(
      [...last].map(([repository, commit]) => lab.call("outcome", { repository, commit })),
    );
    return [
      {
        what: `deliveries sent within ${WITHIN / 1000} s, from ${REPOSITORIES} repositories: acknowledged with 2xx`,
        value: `${acknowledged.filter(({ status }) => status < 300).length} of ${guids.length}`,
      },
      { what: "of those, stored", value: `${known.size} of ${guids.length}` },
      {
        what: "repositories whose last commit is mirrored and told, with one check run",
        value: `${outcomes.filter((outcome) => DONE.includes(outcome.conclusion) && outcome.checkRuns === 1).length} of ${REPOSITORIES}`,
      },
      { what: "check runs that are completed", value: `${completed} of ${all}` },
      { what: "runs that nobody works on", value: String((await state.runs.orphans()).length) },
      { what: "acknowledged", value: describeTimes(acknowledged.map(({ milliseconds }) => milliseconds)) },
      {
        what: "from the last delivery until all is told",
        value: `${((drained - sent) / 1000).toFixed(1)} s`,
      },
      { what: "memory peak (VmHWM)", value: `${peak} MiB` },
    ];
  },
};
