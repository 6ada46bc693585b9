import { sql } from "kysely";
import type { Db } from "./tables.ts";

/** An advisory lock, of a number that nobody else has. */
const TURN = 5_174_210_338_901_002n;

/**
 * Has those who store work that may be stored already take turns, until the transaction ends. To be taken before rows are locked, so that
 * nobody waits for each other in a circle; once more does no harm.
 */
export async function takeTurn(transaction: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURN.toString()}::bigint)`.execute(transaction);
}
