import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openEmbedded } from "../../src/jobs/open-embedded.ts";
import { startWorker } from "./start-worker.ts";

const DELIVERIES = Array.from({ length: 20 }, (_, index) => `d${index}`);

/** In the making of the directory, while it accepts, while it works, and while it recovers from that. */
const KILLS = ["start:3", "work:25", "work:60", "start:1"];

it("loses nothing that was acknowledged, concludes every run and forgets every errand once, when it is killed again and again", {
  timeout: 60_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "killed-"));
  const acknowledged = new Set<string>();
  const concluded: string[] = [];
  const did: string[] = [];
  for (const mode of [...KILLS, "end"]) {
    // GitHub redelivers what was not acknowledged.
    const worker = startWorker(dataDir, mode, ...DELIVERIES.filter((id) => !acknowledged.has(id)));
    const said: string[] = [];
    for await (const line of worker.lines) {
      const [word = "", id = ""] = line.split(" ");
      if (word === "accepted") acknowledged.add(id);
      if (word === "concluded") concluded.push(id);
      if (word === "did") did.push(id);
      said.push(word);
    }
    expect(await worker.end, `${mode}: ${said}`).toBe(mode === "end" ? 0 : "SIGKILL");
    const expected = ["ready", "accepted", "concluded", "did", "done"];
    expect(said.filter((word) => !expected.includes(word))).toEqual([]);
  }
  expect(acknowledged.size).toBe(DELIVERIES.length);
  for (const ids of [concluded, did]) expect(new Set(ids).size).toBe(ids.length);

  const { db, close } = await openEmbedded(dataDir);
  const runs = await db.selectFrom("runs").select(["id", "state", "conclusion"]).execute();
  expect(runs).toHaveLength(DELIVERIES.length);
  expect(runs.filter(({ state, conclusion }) => state !== "concluded" || conclusion !== "success")).toEqual(
    [],
  );
  const ids = new Set(runs.map(({ id }) => id));
  expect(concluded.filter((id) => !ids.has(id))).toEqual([]);
  expect(await db.selectFrom("errands").select("id").execute()).toEqual([]);
  await close();
  await rm(dataDir, { recursive: true });
});
