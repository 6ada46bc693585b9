import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedded } from "../../src/jobs/open-embedded.ts";
import { openState } from "../../src/jobs/open-state.ts";
import { intent, push } from "./requests.ts";
import { startWorker } from "./start-worker.ts";
import { givePglite, takePglite } from "./test-database.ts";
import { TEST_OPTIONS } from "./test-options.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "data-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a data directory", () => {
  it("is made, belongs to one process at a time, also over a kill -9, and is written to the disk itself", {
    timeout: 60_000,
  }, async () => {
    const dataDir = join(folder, "new", "data");
    const first = startWorker(dataDir, "hold");
    for await (const line of first.lines) {
      expect(line).toBe("ready");
      const second = startWorker(dataDir, "hold");
      const said: string[] = [];
      for await (const words of second.lines) said.push(words);
      expect(said).toEqual([
        `DATA_DIR_IN_USE The data directory ${dataDir} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
      ]);
      expect(await second.end).toBe(78);
      await expect(openState({ dataDir }, TEST_OPTIONS)).rejects.toMatchObject({ code: "DATA_DIR_IN_USE" });
      first.process.kill("SIGKILL");
    }

    // Now it is free. A process that dies when it asks the disk for the first time has acknowledged nothing.
    const dying = startWorker(dataDir, "work:1", "d1");
    const heard: string[] = [];
    for await (const line of dying.lines) heard.push(line);
    expect([heard, await dying.end]).toEqual([["ready"], "SIGKILL"]);

    const state = await openState({ dataDir }, TEST_OPTIONS);
    await state.intake.accept({ id: "d2", event: "push" }, [intent(push(6))]);
    await state.prune();
    await state[Symbol.asyncDispose]();

    const { db, close } = await openEmbedded(dataDir);
    const setting = async (name: string) =>
      (await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(db)).rows[0]?.[name];
    expect(await setting("fsync")).toBe("on");
    expect(await setting("shared_buffers")).toBe("16MB");
    expect(await db.selectFrom("deliveries").select("id").execute()).toContainEqual({ id: "d2" });
    await close();
  });

  it("is refused where a file is", async () => {
    const dataDir = join(folder, "file");
    await writeFile(dataDir, "");
    await expect(openState({ dataDir }, TEST_OPTIONS)).rejects.toMatchObject({
      code: "DATA_DIR_UNUSABLE",
      message: expect.stringMatching(
        /^The data directory .*file is, or is in, a file\. Set DATA_DIR to a directory\.$/,
      ),
    });
  });

  it.skipIf(process.getuid?.() === 0)("is refused where it cannot be written", async () => {
    const dataDir = join(folder, "readonly");
    await mkdir(dataDir);
    await chmod(dataDir, 0o500);
    await expect(openState({ dataDir }, TEST_OPTIONS)).rejects.toMatchObject({ code: "DATA_DIR_UNUSABLE" });
  });

  it("is refused where what is in it is damaged, and free again afterwards", async () => {
    const dataDir = join(folder, "damaged");
    await mkdir(join(dataDir, "postgres"), { recursive: true });
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "9.4\n");
    for (const _ of ["first", "second"]) {
      await expect(openState({ dataDir }, TEST_OPTIONS)).rejects.toMatchObject({ code: "DATA_DIR_UNUSABLE" });
    }
  });
});

describe("the embedded database", () => {
  it("lets the process do other things while statements queue up", async () => {
    const pglite = await takePglite();
    let ticks = 0;
    let isTicking = true;
    const tick = () => {
      ticks += 1;
      if (isTicking) setImmediate(tick);
    };
    setImmediate(tick);
    await Promise.all(Array.from({ length: 50 }, () => pglite.query("select 1")));
    for (let index = 0; index < 20; index++) await pglite.transaction((tx) => tx.query("select 1"));
    for (let index = 0; index < 20; index++) await pglite.exec("select 1");
    isTicking = false;
    givePglite(pglite);
    expect(ticks).toBeGreaterThan(20);
  });
});
