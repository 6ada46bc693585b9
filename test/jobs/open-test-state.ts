import { embeddedDatabase } from "../../src/jobs/open-embedded.ts";
import { type OpenState, type StateOptions, stateOf } from "../../src/jobs/open-state.ts";
import { givePglite, takePglite } from "./test-database.ts";

/** For tests: two workers, three tries, no pauses. */
export const TEST_OPTIONS: StateOptions = {
  workerConcurrency: 2,
  retry: { tries: 3, firstPause: 0, longestPause: 0 },
};

/** An empty state in a database in memory. The first of a test process takes some seconds, the others some 50 ms. */
export async function openTestState(options: Partial<StateOptions> = {}): Promise<OpenState> {
  const pglite = await takePglite();
  const database = { ...embeddedDatabase(pglite), close: async () => givePglite(pglite) };
  return stateOf(database, { ...TEST_OPTIONS, ...options });
}
