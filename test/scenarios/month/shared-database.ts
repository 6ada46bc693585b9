import type { Database } from "../../../src/jobs/database.ts";
import { embeddedDatabase } from "../../../src/jobs/open-embedded.ts";
import { createPglite, EMPTY } from "../../jobs/test-database.ts";

/** A database as one process of several has it, until that process dies. */
export interface MortalDatabase extends Database {
  /** From now on nothing of this process reaches the database. A transaction that has begun ends, in one way or the other. */
  kill(): void;
}

/** An empty database that several processes share. */
export interface SharedDatabase {
  /** As another process has it. */
  open(): Promise<MortalDatabase>;
  /** Statements and transactions that processes have begun so far. */
  readonly statements: number;
  rows<Row>(query: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** An embedded one, in memory: no other process of the machine has to get its turn between two statements. */
export async function openSharedDatabase(): Promise<SharedDatabase> {
  const pglite = await createPglite();
  await pglite.exec(EMPTY);
  let statements = 0;
  return {
    get statements() {
      return statements;
    },
    rows: async <Row>(query: string) => (await pglite.query<Row>(query)).rows,
    close: () => pglite.close(),
    async open() {
      let isDead = false;
      const gate = new Proxy(pglite, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== "function") return value;
          return (...parameters: unknown[]) => {
            statements += 1;
            // Nobody is there to hear of an answer, nor of a failure.
            if (isDead) return new Promise(() => {});
            return Reflect.apply(value, target, parameters);
          };
        },
      });
      return {
        ...embeddedDatabase(gate),
        // As one of a server: each process knows that others may be alive.
        isShared: true,
        vacuum: async () => {},
        close: async () => {},
        kill() {
          isDead = true;
        },
      };
    },
  };
}
