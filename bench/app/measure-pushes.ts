import { setTimeout as sleep } from "node:timers/promises";
import { describeTimes, type Figure, type Measurement } from "./figure.ts";
import { Lab } from "./lab.ts";
import { startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

interface Load {
  readonly pushes: number;
  readonly repositories: number;
  readonly installations: number;
  /** Milliseconds from one to the next. */
  readonly every: number;
}

/** From the acknowledgement of a push to its check run `in_progress`, where each installation is pushed to now and then. */
export const pushes: Measurement = {
  name: "pushes",
  measure: (tell) => measure(tell, { pushes: 200, repositories: 50, installations: 50, every: 400 }),
};

/** The same where all repositories belong to one installation, which may write once a second. */
export const oneInstallation: Measurement = {
  name: "one-installation",
  measure: (tell) => measure(tell, { pushes: 30, repositories: 30, installations: 1, every: 2500 }),
};

async function measure(tell: (text: string) => void, load: Load): Promise<readonly Figure[]> {
  await using lab = await Lab.open();
  const { pushes: count, repositories, installations, every } = load;
  await lab.call("createRepositories", { count: repositories, installations });
  await lab.call("addImages", { names: ["app"], layers: 2, layerSize: 50_000 });
  const server = await startServer(lab, temporaryFolder());
  const started = performance.now();
  for (let push = 0; push < count; push++) {
    const due = started + push * every;
    if (due > performance.now()) await sleep(due - performance.now());
    await lab.call("pushConfig", { repository: push % repositories, names: ["app"], note: `push ${push}` });
    if (push % 50 === 49) tell(`${push + 1} pushes`);
  }
  const isDone = async () => {
    const told = (await lab.call("pushTimes", undefined)).filter(({ completed }) => completed !== null);
    return told.length === count;
  };
  await until(isDone, 120, "all check runs completed");
  const times = await lab.call("pushTimes", undefined);
  await stopServer(server);
  const seen = times.flatMap(({ acknowledged, inProgress }) =>
    inProgress === null ? [] : [inProgress - acknowledged],
  );
  const conditions = `${count} pushes, one each ${every} ms, ${repositories} repositories, installations: ${installations}`;
  return [
    { what: `2xx → check run \`in_progress\` (${conditions})`, value: describeTimes(seen) },
    {
      what: "2xx → check run `completed`, of the same",
      value: describeTimes(times.map(({ acknowledged, completed }) => (completed ?? 0) - acknowledged)),
    },
    {
      what: "acknowledged, of the same",
      value: describeTimes(
        (await lab.call("acknowledgements", undefined)).map(({ milliseconds }) => milliseconds),
      ),
    },
    { what: "pushes whose check run was `in_progress`", value: `${seen.length} of ${times.length}` },
  ];
}
