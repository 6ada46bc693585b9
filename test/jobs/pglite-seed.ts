import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { COMPILE_CACHE } from "../../sandbox/compile-cache.ts";
import { embeddedDatabase } from "../../src/jobs/open-embedded.ts";
import { stateOf } from "../../src/jobs/open-state.ts";
import { TEST_OPTIONS } from "./test-options.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What decides what a new database is like. */
const SOURCES = ["package-lock.json", "src/jobs", "src/jobs/migrations"];

const PREFIX = "pglite-";

/** What a new embedded PostgreSQL with our tables has on its disk: with it, one opens in a second, and else in four. */
export async function readSeed(): Promise<Blob | undefined> {
  const bytes = await readFile(await seedFile()).catch(() => undefined);
  return bytes && new Blob([bytes]);
}

/** Keeps what is on the disk of a new one, for the next that opens, also in other processes. It is migrated by this. */
export async function keepSeed(pglite: PGlite): Promise<void> {
  const state = await stateOf({ ...embeddedDatabase(pglite), close: async () => {} }, TEST_OPTIONS);
  await state[Symbol.asyncDispose]();
  const blob = await pglite.dumpDataDir("none");
  const file = await seedFile();
  const draft = join(COMPILE_CACHE, `draft-${randomUUID()}`);
  await mkdir(COMPILE_CACHE, { recursive: true });
  const old = (await readdir(COMPILE_CACHE)).filter((name) => name.startsWith(PREFIX));
  for (const name of old) await rm(join(COMPILE_CACHE, name), { force: true });
  await writeFile(draft, Buffer.from(await blob.arrayBuffer()));
  await rename(draft, file);
}

async function seedFile(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const names = source.endsWith(".json")
      ? [""]
      : (await readdir(path)).filter((name) => name.endsWith(".ts"));
    for (const name of names.sort()) hash.update(await readFile(join(path, name)));
  }
  return join(COMPILE_CACHE, `${PREFIX}${hash.digest("hex").slice(0, 16)}.tar`);
}
