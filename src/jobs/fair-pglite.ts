import { setImmediate } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";

/**
 * PGlite that lets the process do other things between statements. It runs in this thread and answers without leaving it, so that
 * a queue of statements would otherwise keep timers and sockets waiting until its end, for seconds.
 */
export class FairPGlite extends PGlite {
  override async query<T>(...parameters: Parameters<PGlite["query"]>) {
    await setImmediate();
    return super.query<T>(...parameters);
  }

  override async exec(...parameters: Parameters<PGlite["exec"]>) {
    await setImmediate();
    return super.exec(...parameters);
  }

  override async transaction<T>(...[callback]: Parameters<typeof PGlite.prototype.transaction<T>>) {
    await setImmediate();
    return super.transaction(callback);
  }
}
