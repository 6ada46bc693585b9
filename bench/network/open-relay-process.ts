import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OwnedProcess } from "../owned-process.ts";

const PROGRAM = fileURLToPath(new URL("./relay-process.ts", import.meta.url));

/** A relay in a process of its own, so that it takes its time from no one else's event loop. */
export interface RelayProcess extends AsyncDisposable {
  readonly port: number;
  /** Aborted when the process ends by itself. */
  readonly lost: AbortSignal;
}

/** Opens a relay to `port` that adds `roundTrip` ms to every round trip. */
export async function openRelayProcess(
  port: number,
  roundTrip: number,
  signal: AbortSignal,
): Promise<RelayProcess> {
  const child = fork(PROGRAM, [String(port), String(roundTrip)]);
  const loss = new AbortController();
  const process = new OwnedProcess(child, `the relay to port ${port}`, (error) => loss.abort(error));
  const end = () => process[Symbol.asyncDispose]();
  try {
    const [opened] = await once(child, "message", { signal: AbortSignal.any([signal, loss.signal]) });
    return { port: Number(opened), lost: loss.signal, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
