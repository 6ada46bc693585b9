import { sql } from "kysely";
import { describe } from "vitest";
import type { Database } from "../../src/jobs/database.ts";
import { embeddedDatabase } from "../../src/jobs/open-embedded.ts";
import { openServer } from "../../src/jobs/open-server.ts";
import { type OpenState, type StateOptions, stateOf } from "../../src/jobs/open-state.ts";
import type { Db } from "../../src/jobs/tables.ts";
import { postgresPrograms, sharedPostgres } from "./postgres-server.ts";
import { EMPTY, givePglite, takePglite } from "./test-database.ts";
import { TEST_OPTIONS } from "./test-options.ts";

/** An empty database, and as many states in it as a test wants, each as if it was another process. */
export interface StateKind extends AsyncDisposable {
  readonly isShared: boolean;
  /** A look behind the states. */
  readonly db: Db;
  open(options?: Partial<StateOptions>): Promise<OpenState>;
}

/** Runs a suite on the embedded database and, where PostgreSQL is installed, on a server. */
export function describeOnBoth(subject: string, suite: (take: () => Promise<StateKind>) => void): void {
  describe(`${subject}, embedded`, () => suite(takeEmbedded));
  describe.skipIf(postgresPrograms === undefined)(`${subject}, on a PostgreSQL server`, () => {
    suite(async () => takeServer(await sharedPostgres()));
  });
}

async function takeEmbedded(): Promise<StateKind> {
  const pglite = await takePglite();
  const open = async () => ({ ...embeddedDatabase(pglite), close: async () => {} });
  return kindOf(open, async () => givePglite(pglite));
}

async function takeServer(url: string): Promise<StateKind> {
  const { db, close } = await openServer(url);
  await sql.raw(EMPTY).execute(db);
  await close();
  return kindOf(
    () => openServer(url),
    async () => {},
  );
}

async function kindOf(openDatabase: () => Promise<Database>, end: () => Promise<void>): Promise<StateKind> {
  const behind = await openDatabase();
  const states: OpenState[] = [];
  return {
    isShared: behind.isShared,
    db: behind.db,
    async open(options) {
      const state = await stateOf(await openDatabase(), { ...TEST_OPTIONS, ...options });
      states.push(state);
      return state;
    },
    async [Symbol.asyncDispose]() {
      for (const state of states) await state[Symbol.asyncDispose]();
      await behind.close();
      await end();
    },
  };
}
