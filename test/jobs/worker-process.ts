/**
 * A process that accepts deliveries, each of a run and an errand, and works on them until none is open. Arguments: the data directory; `hold` to go on after
 * that, `start:N` to kill itself in the N-th fsync of its start, `work:N` in the N-th after it; the ids of the deliveries. It says
 * `ready`, `accepted ID` after the acknowledgement, `concluded RUN` after that, `did ERRAND` once it is forgotten, and `done`.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { openEmbedded } from "../../src/jobs/open-embedded.ts";
import { stateOf } from "../../src/jobs/open-state.ts";
import { StateError } from "../../src/jobs/state-error.ts";
import { PUBLISHED, push } from "./requests.ts";
import { command } from "./some-errands.ts";

const [dataDir = "", mode = "", ...ids] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

function killInFsync(count: number): void {
  const { fsyncSync } = fs;
  let left = count;
  fs.fsyncSync = (descriptor) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
    fsyncSync(descriptor);
  };
  syncBuiltinESMExports();
}

const [phase, count] = mode.split(":");
if (phase === "start") killInFsync(Number(count));

const database = await openEmbedded(dataDir).catch((error: unknown) => {
  if (!(error instanceof StateError)) throw error;
  say(`${error.code} ${error.message}`);
  process.exit(78);
});
const state = await stateOf(database, { workerConcurrency: 3 });
say("ready");
if (phase === "work") killInFsync(Number(count));

const CONFIG = { commit: "a1", configSha: "s1", configPath: ".github/mirror.yml" };
let tellOfEnd = () => {};

async function allConcluded(): Promise<void> {
  const runs = database.db.selectFrom("runs").select("id").where("state", "<>", "concluded");
  const open = runs.unionAll(database.db.selectFrom("errands").select("id")).limit(1);
  for (;;) {
    const oneMore = new Promise<void>((resolve) => {
      tellOfEnd = resolve;
    });
    if (!(await open.executeTakeFirst())) return;
    await oneMore;
  }
}

await state.queue.start({
  async announce(run) {
    await state.runs.enqueue(run, { ...CONFIG, checkRun: null });
  },
  async reconcile(run) {
    const started = await state.runs.start(run);
    if (started) {
      await state.runs.finish(run, PUBLISHED);
      await state.runs.conclude(run, "success", CONFIG);
      say(`concluded ${run}`);
    }
    tellOfEnd();
  },
  async errand(id) {
    if (await state.errands.begin(id)) {
      await state.errands.end(id);
      say(`did ${id}`);
    }
    tellOfEnd();
  },
  async giveUp(run, error) {
    say(`gave up ${run} ${error}`);
  },
  async giveUpErrand(errand, error) {
    say(`gave up ${errand} ${error}`);
  },
  async sweep() {},
});

for (const id of ids) {
  const repository = (Number(id.slice(1)) % 5) + 1;
  await state.intake.accept({ id, event: "push" }, [
    { kind: "reconcile", request: push(repository) },
    { kind: "errand", errand: command(repository, id) },
  ]);
  say(`accepted ${id}`);
}
if (mode !== "hold") {
  await allConcluded();
  await state.queue.stop(0);
  await state[Symbol.asyncDispose]();
  say("done");
}
