import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./relay-process.ts", import.meta.url));

/** A relay in a process of its own, so that it takes its time from no one else's event loop. */
export interface RelayProcess extends AsyncDisposable {
  readonly port: number;
}

/** Opens a relay to `port` that adds `roundTrip` ms to every round trip. */
export async function openRelayProcess(
  port: number,
  roundTrip: number,
  signal: AbortSignal,
): Promise<RelayProcess> {
  const child = fork(PROGRAM, [String(port), String(roundTrip)]);
  const end = async () => {
    if (child.kill("SIGKILL")) await once(child, "exit");
  };
  try {
    const [opened] = await once(child, "message", { signal });
    return { port: Number(opened), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
